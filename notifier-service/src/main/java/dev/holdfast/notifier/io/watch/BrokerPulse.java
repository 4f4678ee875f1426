package dev.holdfast.notifier.io.watch;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/// Whether the broker answers now.
public final class BrokerPulse implements BooleanSupplier, AutoCloseable {
    private static final int MILLIS = 3_000;

    private final Admin admin;

    public BrokerPulse(Admin admin) {
        this.admin = admin;
    }

    @Override
    public boolean getAsBoolean() {
        try {
            return !admin.describeCluster().nodes().get(MILLIS, TimeUnit.MILLISECONDS).isEmpty();
        } catch (ExecutionException | TimeoutException | KafkaException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true; // we are stopping; that is no fault of the broker
        }
    }

    @Override
    public void close() {
        // What was asked of a broker that is away is not waited for: that would be a minute.
        admin.close(Duration.ofMillis(MILLIS / 10));
    }
}
