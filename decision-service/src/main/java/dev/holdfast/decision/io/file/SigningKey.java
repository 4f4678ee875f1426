package dev.holdfast.decision.io.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/// The Ed25519 key that signs checkpoints; made at its first use, readable by the service alone.
final class SigningKey {
    private static final String ALGORITHM = "Ed25519";

    private final PrivateKey secret;
    private final PublicKey known;

    private SigningKey(PrivateKey secret, PublicKey known) {
        this.secret = secret;
        this.known = known;
    }

    static SigningKey in(Path folder) throws IOException, GeneralSecurityException {
        Path secret = folder.resolve("checkpoint.key");
        Path known = folder.resolve("checkpoint.pub");
        if (!Files.exists(secret)) {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            Files.createFile(
                    secret,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.write(secret, pair.getPrivate().getEncoded());
            Files.write(known, pair.getPublic().getEncoded());
        }
        KeyFactory keys = KeyFactory.getInstance(ALGORITHM);
        return new SigningKey(
                keys.generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(secret))),
                keys.generatePublic(new X509EncodedKeySpec(Files.readAllBytes(known))));
    }

    String sign(byte[] content) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(ALGORITHM);
        signature.initSign(secret);
        signature.update(content);
        return Base64.getEncoder().encodeToString(signature.sign());
    }

    /// The public half, in Base64.
    String known() {
        return Base64.getEncoder().encodeToString(known.getEncoded());
    }

    /// @param key the public half of whoever signed
    static boolean verifies(String key, byte[] content, String signed)
            throws GeneralSecurityException {
        try {
            byte[] encoded = Base64.getDecoder().decode(key);
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(
                    KeyFactory.getInstance(ALGORITHM)
                            .generatePublic(new X509EncodedKeySpec(encoded)));
            signature.update(content);
            return signature.verify(Base64.getDecoder().decode(signed));
        } catch (SignatureException
                | InvalidKeyException
                | InvalidKeySpecException
                | IllegalArgumentException _) {
            return false;
        }
    }
}
