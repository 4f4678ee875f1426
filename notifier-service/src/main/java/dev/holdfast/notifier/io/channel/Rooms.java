package dev.holdfast.notifier.io.channel;

import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.notice.Outcome.Delivered;
import dev.holdfast.notifier.domain.notice.Outcome.Later;
import dev.holdfast.notifier.domain.notice.Outcome.Refused;
import dev.holdfast.notifier.domain.notice.Outcome.Untried;
import dev.holdfast.notifier.domain.plan.Address;
import dev.holdfast.notifier.flow.Post;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/// Brings each letter to the room of its kind, and keeps channels apart: a channel that hangs holds
/// at most [#AT_ONCE] senders, and one that fails again and again rests, so that the others and
/// itself are spared.
public final class Rooms implements Post {
    private static final Logger LOG = LoggerFactory.getLogger(Rooms.class);
    private static final int AT_ONCE = 4;
    private static final int IN_LINE = 300;
    private static final int IN_ALL_LINES = 400;
    private static final Duration REST = Duration.ofSeconds(10);

    private final Attempts attempts;
    private final Reach reach;
    private final Map<Class<?>, Channel<?>> channels = new HashMap<>();
    private final Semaphore waiting = new Semaphore(IN_ALL_LINES);
    private final Map<String, Line> lines = new ConcurrentHashMap<>();
    private final CircuitBreakerRegistry breakers =
            CircuitBreakerRegistry.of(
                    CircuitBreakerConfig.custom()
                            .slidingWindowSize(10)
                            .minimumNumberOfCalls(5)
                            .failureRateThreshold(80)
                            .waitDurationInOpenState(REST)
                            .permittedNumberOfCallsInHalfOpenState(1)
                            .build());

    public Rooms(List<Channel<?>> channels, Attempts attempts, Reach reach) {
        this.attempts = attempts;
        this.reach = reach;
        channels.forEach(c -> this.channels.put(c.serves(), c));
    }

    @Override
    public Outcome deliver(String name, Address address, Letter letter) {
        Outcome outcome = guarded(name, address, letter);
        attempts.made(name, letter, outcome);
        return outcome;
    }

    @Override
    public <T> T inTurn(String name, Supplier<T> attempt, Function<Duration, T> later) {
        return lines.computeIfAbsent(
                        name, _ -> new Line(AT_ONCE, IN_LINE, waiting, System::nanoTime))
                .inTurn(attempt, later);
    }

    private Outcome guarded(String name, Address address, Letter letter) {
        Channel<?> room = channels.get(address.getClass());
        if (room == null) {
            return new Refused(
                    "this build has no channel for " + address.getClass().getSimpleName());
        }
        Optional<String> refusal = refusal(address);
        if (refusal.isPresent()) {
            return new Later(refusal.get(), null);
        }
        CircuitBreaker breaker = breakers.circuitBreaker(name);
        return breaker.tryAcquirePermission()
                ? counted(breaker, room, address, letter)
                : new Untried("it failed again and again and rests", REST);
    }

    private Optional<String> refusal(Address address) {
        try {
            return address.leadsTo().flatMap(reach::refusal);
        } catch (IllegalArgumentException e) {
            return Optional.of("its address cannot be read: " + e.getMessage());
        }
    }

    private static Outcome counted(
            CircuitBreaker breaker, Channel<?> room, Address address, Letter letter) {
        long start = System.nanoTime();
        Outcome outcome = send(room, address, letter);
        long took = System.nanoTime() - start;
        switch (outcome) {
            case Delivered _, Refused _ -> breaker.onSuccess(took, TimeUnit.NANOSECONDS);
            case Later later ->
                    breaker.onError(
                            took, TimeUnit.NANOSECONDS, new IllegalStateException(later.reason()));
            case Untried _ -> breaker.releasePermission();
        }
        return outcome;
    }

    private static <A extends Address> Outcome send(
            Channel<A> room, Address address, Letter letter) {
        try {
            return room.send(room.serves().cast(address), letter);
        } catch (Untold e) {
            return e.later();
        } catch (RuntimeException e) {
            LOG.warn(
                    "Channel {} broke on notice {}; it is tried again",
                    letter.channel(),
                    letter.id(),
                    e);
            return new Later("it broke: " + e, null);
        }
    }
}
