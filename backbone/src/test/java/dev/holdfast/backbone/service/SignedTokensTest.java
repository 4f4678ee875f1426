package dev.holdfast.backbone.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;

import dev.holdfast.backbone.events.Scope;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Whom a token of an identity provider lets in, and whom never. `-Dholdfast.changed=100000` tries that
/// many changed ones.
@NullUnmarked // set before the tests
final class SignedTokensTest {
    @SuppressWarnings("TimeInStaticInitializer") // tokens last longer than the tests
    private static final Instant NOW = Instant.now();

    private static final int CHANGED = Integer.getInteger("holdfast.changed", 2_000);

    @TempDir static Path folder;
    private static ECKey key;
    private static ECKey stranger;
    private static SignedTokens tokens;

    @BeforeAll
    static void keys() throws JOSEException, IOException {
        key = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
        stranger = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
        Path file = folder.resolve("keys.json");
        Files.writeString(file, new JWKSet(key.toPublicJWK()).toString());
        tokens = SignedTokens.of(trust(file, "RS256", "ES256"));
    }

    private static SignedTokens.Trust trust(Path file, String... algorithms) {
        return new SignedTokens.Trust(
                "https://id.example",
                "holdfast",
                file.toString(),
                Set.of(algorithms),
                "preferred_username",
                "holdfast_roles");
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer("https://id.example")
                .audience("holdfast")
                .claim("preferred_username", "olga")
                .claim("holdfast_roles", List.of("on-call", "viewer@shop/production"))
                .issueTime(Date.from(NOW.minusSeconds(60)))
                .expirationTime(Date.from(NOW.plusSeconds(3_600)));
    }

    private static String signed(JWTClaimsSet claims, JWSAlgorithm algorithm, JWSSigner signer)
            throws JOSEException {
        SignedJWT jwt =
                new SignedJWT(
                        new JWSHeader.Builder(algorithm)
                                .keyID("one")
                                .type(JOSEObjectType.JWT)
                                .build(),
                        claims);
        jwt.sign(signer);
        return jwt.serialize();
    }

    private static String with(UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
        return signed(change.apply(claims()).build(), JWSAlgorithm.ES256, new ECDSASigner(key));
    }

    @Test
    void a_right_token_names_the_person_and_where_the_roles_count() throws Exception {
        Caller olga = tokens.owner(with(c -> c)).orElseThrow();
        assertThat(olga.name()).isEqualTo("olga");
        assertThat(olga.in(Scope.of("shop", "production")).roles())
                .containsExactlyInAnyOrder("on-call", "viewer");
        assertThat(olga.in(Scope.of("shop", "staging")).roles()).containsExactly("on-call");
        assertThat(olga.is("viewer")).isFalse();
    }

    @Test
    void whatever_is_not_plainly_right_is_nobodys() throws Exception {
        assertThat(tokens.owner(with(c -> c.issuer("https://id.other")))).isEmpty();
        assertThat(tokens.owner(with(c -> c.audience("grafana")))).isEmpty();
        assertThat(tokens.owner(with(c -> c.expirationTime(null)))).isEmpty();
        assertThat(tokens.owner(with(c -> c.expirationTime(Date.from(NOW.minusSeconds(60))))))
                .isEmpty();
        assertThat(tokens.owner(with(c -> c.notBeforeTime(Date.from(NOW.plusSeconds(600))))))
                .isEmpty();
        assertThat(tokens.owner(with(c -> c.claim("preferred_username", null)))).isEmpty();
        assertThat(
                        tokens.owner(
                                signed(
                                        claims().build(),
                                        JWSAlgorithm.ES256,
                                        new ECDSASigner(stranger))))
                .isEmpty();
        assertThat(tokens.owner(new PlainJWT(claims().build()).serialize())).isEmpty();
        byte[] secret =
                key.toPublicJWK().toJSONString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(
                        tokens.owner(
                                signed(
                                        claims().build(),
                                        JWSAlgorithm.HS256,
                                        new MACSigner(secret))))
                .isEmpty();
        assertThat(tokens.owner("")).isEmpty();
        assertThat(tokens.owner("a.b.c")).isEmpty();
    }

    @Test
    void of_thousands_of_changed_tokens_none_is_let_in() throws Exception {
        String right = with(c -> c);
        Random random = new Random(7);
        int tried = 0;
        while (tried < CHANGED) {
            StringBuilder changed = new StringBuilder(right);
            int changes = 1 + random.nextInt(3);
            for (int i = 0; i < changes; i++) {
                changed.setCharAt(
                        random.nextInt(changed.length()),
                        "ABCDEFGHabcdefgh01234567-_.".charAt(random.nextInt(27)));
            }
            // the last letter of a signature carries two bits that count for nothing
            boolean same =
                    right.substring(0, right.length() - 1)
                            .equals(changed.substring(0, changed.length() - 1));
            if (!same) {
                tried++;
                assertThat(tokens.owner(changed.toString())).as(changed.toString()).isEmpty();
            }
        }
    }

    @Test
    void a_shared_secret_or_missing_keys_are_no_trust() {
        Path file = folder.resolve("keys.json");
        assertThatThrownBy(() -> SignedTokens.of(trust(file, "HS256")))
                .hasMessageContaining("no signature with two keys");
        assertThatThrownBy(() -> SignedTokens.of(trust(folder.resolve("none.json"), "ES256")))
                .hasMessageContaining("cannot be read");
    }
}
