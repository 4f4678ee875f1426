package dev.holdfast.verifier.io.probe;

import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Answer.Why;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.timelimiter.TimeLimiter;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeoutException;

/// Stands before every target: so many questions at once, no more once it only hangs, and none
/// longer than its time limit.
///
/// Only hanging opens the circuit: a target that refuses at once costs nothing to ask again, and
/// waiting would delay the proof that it is back.
final class Guards {
    private static final int AT_ONCE = 16;
    private static final int MOST_TARGETS = 2_000;
    private static final Duration OPEN = Duration.ofSeconds(2);
    private static final Duration SLACK = Duration.ofMillis(250);
    private static final BulkheadConfig BULKHEAD =
            BulkheadConfig.custom()
                    .maxConcurrentCalls(AT_ONCE)
                    .maxWaitDuration(Duration.ofSeconds(1))
                    .build();
    private static final CircuitBreakerConfig CIRCUIT =
            CircuitBreakerConfig.custom()
                    .slidingWindowSize(8)
                    .minimumNumberOfCalls(4)
                    .failureRateThreshold(75)
                    .permittedNumberOfCallsInHalfOpenState(2)
                    .waitDurationInOpenState(OPEN)
                    .recordResult(a -> a instanceof Answer.None none && none.why() == Why.SLOW)
                    .build();

    private record Guard(Bulkhead bulkhead, CircuitBreaker circuit) {}

    private final Map<String, Guard> guards =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Guard> eldest) {
                    return size() > MOST_TARGETS;
                }
            };

    /// Never throws for what the target does.
    Answer ask(
            String target, Duration timeout, ExecutorService threads, Callable<Answer> question) {
        Guard guard = guard(target);
        if (!guard.circuit.tryAcquirePermission()) {
            return refused(
                    "%s did nothing but hang lately, so it is left alone for %d ms"
                            .formatted(target, OPEN.toMillis()));
        }
        long began = System.nanoTime();
        if (!guard.bulkhead.tryAcquirePermission()) {
            guard.circuit.releasePermission();
            return refused("%d questions to %s are already under way".formatted(AT_ONCE, target));
        }
        try {
            Answer answer = limited(timeout, threads, question, began);
            guard.circuit.onResult(
                    System.nanoTime() - began, java.util.concurrent.TimeUnit.NANOSECONDS, answer);
            return answer;
        } finally {
            guard.bulkhead.onComplete();
        }
    }

    private static Answer limited(
            Duration timeout, ExecutorService threads, Callable<Answer> question, long began) {
        TimeLimiter limiter =
                TimeLimiter.of(
                        TimeLimiterConfig.custom()
                                .timeoutDuration(timeout.plus(SLACK))
                                .cancelRunningFuture(true)
                                .build());
        try {
            return limiter.executeFutureSupplier(() -> threads.submit(question));
        } catch (TimeoutException _) {
            return new Answer.None(
                    Why.SLOW,
                    "no whole answer within %d ms".formatted(timeout.toMillis()),
                    Duration.ofNanos(System.nanoTime() - began));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return refused("this service is stopping");
        } catch (Exception e) {
            Throwable cause =
                    e instanceof ExecutionException x && x.getCause() != null ? x.getCause() : e;
            return new Answer.None(
                    Why.BROKEN,
                    "asking failed unexpectedly: " + cause,
                    Duration.ofNanos(System.nanoTime() - began));
        }
    }

    private static Answer refused(String says) {
        return new Answer.None(Why.REFUSED, says, Duration.ZERO);
    }

    private Guard guard(String target) {
        synchronized (guards) {
            return guards.computeIfAbsent(
                    target,
                    name ->
                            new Guard(
                                    Bulkhead.of(name, BULKHEAD), CircuitBreaker.of(name, CIRCUIT)));
        }
    }
}
