package dev.holdfast.backbone.service;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Tokens (JWT) that an identity provider has signed. What is not plainly right is nobody's: another
/// issuer, another audience, an algorithm that is not allowed, no expiry, a key that is not known, or
/// keys that cannot be read.
public final class SignedTokens {
    private static final Logger LOG = LoggerFactory.getLogger(SignedTokens.class);
    private static final int LONGEST = 8_192;
    private static final int SKEW_SECONDS = 30;

    private final String rolesClaim;
    private final String nameClaim;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    /// What is accepted.
    ///
    /// @param issuer exactly this `iss`
    /// @param audience must be among `aud`
    /// @param keys the provider's keys (JWKS): an https address or a file
    /// @param algorithms such as RS256 and ES256; only signatures with two keys, never a shared secret
    /// @param nameClaim the claim that names the person as pack.yml does
    /// @param rolesClaim the claim that lists roles, such as `responder` or `viewer@shop/production`
    public record Trust(
            String issuer,
            String audience,
            String keys,
            Set<String> algorithms,
            String nameClaim,
            String rolesClaim) {
        public Trust {
            algorithms = Set.copyOf(algorithms);
        }
    }

    private SignedTokens(Trust trust, JWKSource<SecurityContext> keys) {
        this.rolesClaim = trust.rolesClaim();
        this.nameClaim = trust.nameClaim();
        Set<JWSAlgorithm> allowed = new LinkedHashSet<>();
        trust.algorithms().forEach(a -> allowed.add(algorithm(a)));
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(
                        JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(allowed, keys));
        DefaultJWTClaimsVerifier<SecurityContext> claims =
                new DefaultJWTClaimsVerifier<>(
                        trust.audience(),
                        new JWTClaimsSet.Builder().issuer(trust.issuer()).build(),
                        Set.of("exp", "iat", nameClaim));
        claims.setMaxClockSkew(SKEW_SECONDS);
        processor.setJWTClaimsSetVerifier(claims);
    }

    /// Throws `IllegalArgumentException` for settings that trust nobody or too much.
    public static SignedTokens of(Trust trust) {
        return new SignedTokens(trust, keys(trust.keys()));
    }

    private static JWSAlgorithm algorithm(String name) {
        JWSAlgorithm algorithm = JWSAlgorithm.parse(name);
        boolean twoKeys =
                JWSAlgorithm.Family.RSA.contains(algorithm)
                        || JWSAlgorithm.Family.EC.contains(algorithm);
        if (!twoKeys) {
            throw new IllegalArgumentException(
                    "'%s' is no signature with two keys; use RS256, PS256 or ES256"
                            .formatted(name));
        }
        return algorithm;
    }

    private static JWKSource<SecurityContext> keys(String where) {
        try {
            if (where.startsWith("https://")) {
                return JWKSourceBuilder.<SecurityContext>create(URI.create(where).toURL())
                        .retrying(true)
                        .build();
            }
            return new ImmutableJWKSet<>(JWKSet.load(Path.of(where).toFile()).toPublicJWKSet());
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("'%s' is no address of keys".formatted(where), e);
        } catch (IOException | ParseException e) {
            throw new IllegalArgumentException(
                    "The keys of the identity provider cannot be read from '%s'".formatted(where),
                    e);
        }
    }

    /// The owner of a token, if it is right.
    public Optional<Caller> owner(String token) {
        if (token.length() > LONGEST || token.chars().filter(c -> c == '.').count() != 2) {
            return Optional.empty();
        }
        try {
            JWTClaimsSet claims = processor.process(SignedJWT.parse(token), null);
            String name = claims.getStringClaim(nameClaim);
            List<String> roles = claims.getStringListClaim(rolesClaim);
            if (name == null || name.isBlank()) {
                return Optional.empty();
            }
            return Optional.of(new Caller(name, roles == null ? Set.of() : Set.copyOf(roles)));
        } catch (ParseException | BadJOSEException e) {
            LOG.debug("A token is refused: {}", e.toString());
            return Optional.empty();
        } catch (JOSEException e) {
            LOG.warn("Nobody is let in by tokens of the identity provider: {}", e.toString());
            return Optional.empty();
        }
    }
}
