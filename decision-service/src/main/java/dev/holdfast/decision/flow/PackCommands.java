package dev.holdfast.decision.flow;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.PackManifest;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.backbone.work.Packs;
import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.decision.domain.incident.Person;
import dev.holdfast.decision.domain.incident.Refusal.Kind;
import dev.holdfast.decision.domain.policy.GroupCheck;
import dev.holdfast.decision.domain.policy.Policy;
import dev.holdfast.decision.domain.policy.PolicyFile;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Takes in versions of packs and says what became of them.
public final class PackCommands {
    private final Transactions transactions;
    private final Policies policies;

    public PackCommands(Transactions transactions, Policies policies) {
        this.transactions = transactions;
        this.policies = policies;
    }

    /// Offers a version to all five services. It is pending until all have said what they think of it.
    public Answer apply(Person caller, PackFiles pack) {
        List<String> groups = groups(pack);
        return transactions.in(Scope.pack(pack.name()), work -> apply(work, caller, pack, groups));
    }

    /// What is wrong with its groups, beside the packs that are current now.
    private List<String> groups(PackFiles pack) {
        Problems ours = new Problems();
        Policy policy = PolicyFile.read(pack, ours).orElse(null);
        if (policy == null || policy.groups().isEmpty()) {
            return List.of();
        }
        Map<String, Policy> others =
                policies.current(transactions).stream()
                        .filter(p -> !p.system().equals(policy.system()))
                        .collect(Collectors.toMap(Policy::system, p -> p, (a, _) -> a));
        return PackManifest.read(pack, ours)
                .map(m -> GroupCheck.problems(policy, others, m.environments().keySet()))
                .orElse(List.of());
    }

    private Answer apply(Work work, Person caller, PackFiles pack, List<String> groups) {
        Policy current = policies.current(work, pack.name()).orElse(null);
        Person person = Access.known(caller, current, work.now());
        Answer answer =
                Access.rules(person, current)
                        ? offer(work, person, pack, groups)
                        : forbidden(person);
        Audit.append(
                work,
                "command",
                pack.digest(),
                Map.of(
                        "by",
                        person.name(),
                        "roles",
                        person.roles(),
                        "command",
                        "ApplyPack",
                        "digest",
                        pack.digest(),
                        "answer",
                        answer));
        return answer;
    }

    private static Answer forbidden(Person person) {
        return new Answer.Refused(
                Kind.FORBIDDEN,
                "a pack is applied by the highest role of the one before or by 'admin'; %s has %s"
                        .formatted(person.name(), person.roles()));
    }

    private static Answer offer(Work work, Person person, PackFiles pack, List<String> groups) {
        Problems problems = new Problems();
        Optional<Policy> policy = PolicyFile.read(pack, problems);
        groups.forEach(g -> problems.add(PolicyFile.NAME, 1, 1, g));
        String digest = pack.digest();
        if (policy.isPresent() && !policy.get().system().equals(pack.name())) {
            problems.add(
                    "pack.yml",
                    1,
                    1,
                    "the pack is applied as '%s' but is of system '%s'"
                            .formatted(pack.name(), policy.get().system()));
            return new Answer.Pack(digest, "refused", problems.lines());
        }
        work.put(Shelves.PACK_NEWEST, Shelves.ONLY, new PackAnswers.Newest(digest, person.name()));
        if (Packs.currentDigest(work, pack.name()).filter(digest::equals).isPresent()) {
            return new Answer.Pack(digest, "active", List.of());
        }
        // Offered even when our own file is wrong, so that all that is wrong is said at once.
        PackAnswers none = PackAnswers.none(digest);
        work.put(
                Shelves.PACK_ANSWERS,
                digest,
                problems.none() ? none : none.refuse(DecisionDesk.SERVICE, problems.lines()));
        work.offer(pack);
        return new Answer.Pack(digest, "pending", problems.lines());
    }

    /// @param digest null: the version that was offered last
    public Optional<Answer.Pack> state(String name, @Nullable String digest) {
        return transactions.in(Scope.pack(name), work -> state(work, name, digest));
    }

    private static Optional<Answer.Pack> state(Work work, String name, @Nullable String digest) {
        Optional<String> current = Packs.currentDigest(work, name);
        Optional<String> asked =
                Optional.ofNullable(digest)
                        .or(() ->
                                work.find(Shelves.PACK_NEWEST, Shelves.ONLY)
                                        .map(PackAnswers.Newest::digest))
                        .or(() -> current);
        return asked.filter(d ->
                        current.filter(d::equals).isPresent()
                                || work.find(Shelves.PACK_ANSWERS, d).isPresent())
                .map(d ->
                        state(PackSwitch.answers(work, d), current.filter(d::equals).isPresent()));
    }

    private static Answer.Pack state(PackAnswers answers, boolean current) {
        String state = current ? "active" : answers.hopeless() ? "refused" : "pending";
        return new Answer.Pack(answers.digest(), state, answers.problems());
    }
}
