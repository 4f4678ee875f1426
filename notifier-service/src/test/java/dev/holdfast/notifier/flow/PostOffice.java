package dev.holdfast.notifier.flow;

import dev.holdfast.notifier.domain.notice.Letter;
import dev.holdfast.notifier.domain.notice.Outcome;
import dev.holdfast.notifier.domain.notice.Outcome.Delivered;
import dev.holdfast.notifier.domain.plan.Address;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Channels for tests: they keep what they got and answer what they were told to, else they accept.
public final class PostOffice implements Post {
    private final List<Letter> letters = new ArrayList<>();
    private final Map<String, Deque<Outcome>> answers = new HashMap<>();

    @Override
    public Outcome deliver(String channel, Address address, Letter letter) {
        letters.add(letter);
        Deque<Outcome> next = answers.getOrDefault(letter.channel(), new ArrayDeque<>());
        Outcome answer =
                next.size() > 1
                        ? next.removeFirst()
                        : next.isEmpty() ? new Delivered("ok") : next.getFirst();
        return answer;
    }

    /// The answers of a channel, one an attempt; the last one is kept.
    public void answers(String channel, Outcome... outcomes) {
        answers.put(channel, new ArrayDeque<>(List.of(outcomes)));
    }

    public List<Letter> letters() {
        return List.copyOf(letters);
    }

    public List<Letter> to(String channel) {
        return letters.stream().filter(l -> l.channel().equals(channel)).toList();
    }
}
