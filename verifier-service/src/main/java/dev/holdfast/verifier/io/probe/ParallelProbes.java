package dev.holdfast.verifier.io.probe;

import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.flow.Probes;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks on virtual threads, each question on its own.
public final class ParallelProbes implements Probes, AutoCloseable {
    private static final int MOST = 5_000;
    private static final Duration UNCLAIMED = Duration.ofMinutes(2);

    private record Running(Future<Answer> answer, Instant asked, long since) {}

    private final Askers askers;
    private final Guards guards = new Guards();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentHashMap<String, Running> running = new ConcurrentHashMap<>();

    public ParallelProbes(Askers askers) {
        this.askers = askers;
    }

    @Override
    public List<Probed> ask(List<Probe> probes, Instant now, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        sweep();
        for (Probe p : probes) {
            running.computeIfAbsent(p.key(), _ -> start(p, now));
        }
        List<Probed> there = collect(probes, end);
        if (threads.isShutdown() || Thread.currentThread().isInterrupted()) {
            // What our own end cut short says nothing about a target.
            throw new CancellationException(
                    "verifier-service is stopping; the errand is run again");
        }
        return there;
    }

    private List<Probed> collect(List<Probe> probes, long end) {
        List<Probed> there = new ArrayList<>();
        for (Probe p : probes) {
            Running r = running.get(p.key());
            Answer answer = r == null ? null : answer(r, end - System.nanoTime());
            if (r != null && answer != null) {
                running.remove(p.key(), r);
                there.add(new Probed(p.key(), answer, r.asked()));
            }
        }
        return there;
    }

    private Running start(Probe p, Instant now) {
        Future<Answer> answer =
                running.size() >= MOST
                        ? CompletableFuture.completedFuture(
                                new Answer.None(
                                        Why.REFUSED,
                                        "%d questions are already under way".formatted(MOST),
                                        Duration.ZERO))
                        : threads.submit(() -> guarded(p));
        return new Running(answer, now, System.nanoTime());
    }

    private Answer guarded(Probe p) {
        return guards.ask(p.question().target(), p.timeout(), threads, () -> put(p));
    }

    private Answer put(Probe p) {
        long began = System.nanoTime();
        try {
            return askers.ask(p.question(), Terms.of(p.reach(), p.secrets(), p.timeout()));
        } catch (Unusable e) {
            return e.answer(Duration.ofNanos(System.nanoTime() - began));
        }
    }

    /// Null when it is not there in time, or nobody wants it any more.
    private static @Nullable Answer answer(Running r, long nanos) {
        try {
            return r.answer().get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | CancellationException _) {
            return null;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Asking never throws, but did", e);
        }
    }

    /// What nobody came back for.
    private void sweep() {
        long oldest = System.nanoTime() - UNCLAIMED.toNanos();
        running.values().removeIf(r -> r.since() - oldest < 0 && r.answer().isDone());
    }

    @Override
    public void forget(Collection<String> keys) {
        for (String key : keys) {
            Running r = running.remove(key);
            if (r != null) {
                r.answer().cancel(true);
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
