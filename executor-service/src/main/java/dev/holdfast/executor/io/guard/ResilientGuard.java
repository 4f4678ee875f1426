package dev.holdfast.executor.io.guard;

import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.flow.Guard;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.timelimiter.TimeLimiter;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Each target has a bulkhead (64 touches at once) and a circuit breaker: when half of its last 20
/// touches, at least 10, gave no certain answer, it is left alone for 5 s. Looks count for neither and pass both.
public final class ResilientGuard implements Guard, AutoCloseable {
    /// How often it is looked whether the lease holds.
    private static final Duration HELD_STILL = Duration.ofMillis(100);

    private final CircuitBreakerRegistry breakers =
            CircuitBreakerRegistry.of(
                    CircuitBreakerConfig.custom()
                            .slidingWindowSize(20)
                            .minimumNumberOfCalls(10)
                            .failureRateThreshold(50)
                            .waitDurationInOpenState(Duration.ofSeconds(5))
                            .permittedNumberOfCallsInHalfOpenState(2)
                            .recordResult(r -> r instanceof Finding.Unsure)
                            .build());
    private final BulkheadRegistry bulkheads =
            BulkheadRegistry.of(
                    BulkheadConfig.custom()
                            .maxConcurrentCalls(64)
                            .maxWaitDuration(Duration.ofSeconds(1))
                            .build());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /// For the metrics.
    public CircuitBreakerRegistry breakers() {
        return breakers;
    }

    /// For the metrics.
    public BulkheadRegistry bulkheads() {
        return bulkheads;
    }

    @Override
    public Finding around(
            String target, Duration limit, BooleanSupplier held, Supplier<Finding> touch) {
        CircuitBreaker breaker = breakers.circuitBreaker(target);
        Bulkhead bulkhead = bulkheads.bulkhead(target);
        try {
            return bulkhead.executeSupplier(
                    () -> breaker.executeSupplier(() -> limited(limit, held, touch)));
        } catch (CallNotPermittedException _) {
            throw new Refused(
                    "%s has not answered lately, so it is left alone for some seconds"
                            .formatted(target));
        } catch (BulkheadFullException _) {
            throw new Refused("64 others are at %s now".formatted(target));
        }
    }

    @Override
    public Finding look(String target, Duration limit, Supplier<Finding> look) {
        return limited(limit, () -> true, look);
    }

    private Finding limited(Duration limit, BooleanSupplier held, Supplier<Finding> touch) {
        TimeLimiter limiter =
                TimeLimiter.of(
                        TimeLimiterConfig.custom()
                                .timeoutDuration(limit)
                                .cancelRunningFuture(true)
                                .build());
        try {
            return limiter.executeFutureSupplier(() -> watched(held, threads.submit(touch::get)));
        } catch (CancellationException _) {
            return new Finding.Unsure(
                    "stopped, since the lease ran out while it was under way", "");
        } catch (TimeoutException _) {
            return new Finding.Unsure("cut off after " + limit, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Finding.Unsure("interrupted: " + e.getMessage(), "");
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Future<Finding> watched(BooleanSupplier held, Future<Finding> touch) {
        threads.execute(() -> {
            try {
                while (!touch.isDone() && held.getAsBoolean()) {
                    Thread.sleep(HELD_STILL);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            // Interrupts it, which kills its program or closes its connection; done is done.
            touch.cancel(true);
        });
        return touch;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
