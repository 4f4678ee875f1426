package dev.holdfast.verifier.io.kubernetes;

import dev.holdfast.verifier.io.probe.Unusable;
import dev.holdfast.verifier.io.tls.Authorities;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/// TLS as a kubeconfig wants it.
final class Keys {
    private static final char[] NONE = new char[0];

    /// What stands before the bytes of a PKCS#1 key in PKCS#8: version 0, algorithm RSA.
    private static final byte[] RSA = {
        0x02,
        0x01,
        0x00,
        0x30,
        0x0d,
        0x06,
        0x09,
        0x2a,
        (byte) 0x86,
        0x48,
        (byte) 0x86,
        (byte) 0xf7,
        0x0d,
        0x01,
        0x01,
        0x01,
        0x05,
        0x00
    };

    private Keys() {}

    static SSLSocketFactory of(Access access) throws Unusable {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    own(access.certificate(), access.key()),
                    new TrustManager[] {Authorities.trusting(access.authority())},
                    null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw Access.unfit("its certificates cannot be read: " + e.getMessage());
        }
    }

    private static KeyManager @Nullable [] own(@Nullable String certificate, @Nullable String key)
            throws GeneralSecurityException, IOException {
        if (certificate == null || key == null) {
            return null;
        }
        Certificate[] chain =
                CertificateFactory.getInstance("X.509")
                        .generateCertificates(
                                new ByteArrayInputStream(
                                        certificate.getBytes(StandardCharsets.US_ASCII)))
                        .toArray(Certificate[]::new);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("client", key(key), NONE, chain);
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NONE);
        return factory.getKeyManagers();
    }

    private static PrivateKey key(String pem) throws GeneralSecurityException {
        boolean pkcs1 = pem.contains("BEGIN RSA PRIVATE KEY");
        byte[] bytes = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z0-9 ]+-----", ""));
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs1 ? wrapped(bytes) : bytes);
        for (String algorithm : new String[] {"RSA", "EC", "Ed25519"}) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException _) {
                // of another algorithm; the last one is told below
            }
        }
        throw new GeneralSecurityException("the client's key is neither PKCS#8 nor PKCS#1");
    }

    private static byte[] wrapped(byte[] pkcs1) {
        byte[] octets = tagged(0x04, pkcs1);
        byte[] inner = new byte[RSA.length + octets.length];
        System.arraycopy(RSA, 0, inner, 0, RSA.length);
        System.arraycopy(octets, 0, inner, RSA.length, octets.length);
        return tagged(0x30, inner);
    }

    /// DER: tag, length, content.
    private static byte[] tagged(int tag, byte[] content) {
        int n = content.length;
        byte[] head =
                n < 128
                        ? new byte[] {(byte) tag, (byte) n}
                        : new byte[] {(byte) tag, (byte) 0x82, (byte) (n >> 8), (byte) n};
        byte[] all = new byte[head.length + n];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(content, 0, all, head.length, n);
        return all;
    }
}
