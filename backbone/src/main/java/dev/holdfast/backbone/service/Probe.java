package dev.holdfast.backbone.service;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/// Asks one address of this machine and ends with 0 for 200, else with 1: the health check of a
/// container that has no other program than Java.
public final class Probe {
    private static final int PATIENCE_MILLIS = 3_000;

    private Probe() {}

    /// @param args the address, `http://127.0.0.1:7402/health/liveness`
    public static void main(String[] args) {
        System.exit(answers(args[0]) ? 0 : 1);
    }

    static boolean answers(String address) {
        try {
            var connection = (HttpURLConnection) URI.create(address).toURL().openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            connection.setInstanceFollowRedirects(false);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            System.err.println(address + " does not answer: " + e.getMessage());
            return false;
        }
    }
}
