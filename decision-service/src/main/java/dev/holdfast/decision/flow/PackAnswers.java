package dev.holdfast.decision.flow;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What the services have said about one version of a pack.
///
/// @param accepted names of the services that can work with it
/// @param refused problems by the service that cannot
public record PackAnswers(String digest, Set<String> accepted, Map<String, List<String>> refused) {
    /// All that must accept besides ourselves, before a version becomes current.
    static final Set<String> OTHERS =
            Set.of("trigger-detector", "executor-service", "verifier-service", "notifier-service");

    /// The version that was offered last: an older one is not activated any more.
    public record Newest(String digest, String by) {}

    public PackAnswers {
        accepted = Set.copyOf(accepted);
        refused = Map.copyOf(refused);
    }

    static PackAnswers none(String digest) {
        return new PackAnswers(digest, Set.of(), Map.of());
    }

    PackAnswers accept(String service) {
        Set<String> now = new TreeSet<>(accepted);
        now.add(service);
        Map<String, List<String>> left = new TreeMap<>(refused);
        left.remove(service);
        return new PackAnswers(digest, now, left);
    }

    PackAnswers refuse(String service, List<String> problems) {
        Set<String> now = new TreeSet<>(accepted);
        now.remove(service);
        Map<String, List<String>> all = new TreeMap<>(refused);
        all.put(service, List.copyOf(problems));
        return new PackAnswers(digest, now, all);
    }

    /// All can work with it.
    boolean complete() {
        return refused.isEmpty() && accepted.containsAll(OTHERS);
    }

    /// Something is wrong with it, and everybody has said what.
    boolean hopeless() {
        return !refused.isEmpty()
                && OTHERS.stream().allMatch(s -> accepted.contains(s) || refused.containsKey(s));
    }

    /// Every problem once; its file says whose it is.
    List<String> problems() {
        return new TreeMap<>(refused).values().stream().flatMap(List::stream).distinct().toList();
    }
}
