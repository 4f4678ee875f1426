package dev.holdfast.executor.io.guard;

import dev.holdfast.executor.flow.Lookout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Looks at all targets at the same time, each on a virtual thread.
public final class ParallelLookout implements Lookout, AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @Override
    public <T> List<T> all(List<Supplier<T>> looks, Duration budget, T late) {
        List<Callable<T>> tasks = new ArrayList<>();
        looks.forEach(l -> tasks.add(l::get));
        try {
            List<T> answers = new ArrayList<>();
            for (Future<T> f : threads.invokeAll(tasks, budget.toMillis(), TimeUnit.MILLISECONDS)) {
                answers.add(f.isCancelled() ? late : f.get());
            }
            return answers;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new ArrayList<>(Collections.nCopies(looks.size(), late));
        } catch (ExecutionException e) {
            throw new IllegalStateException("A look failed: " + e.getCause(), e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
