package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.decision.domain.policy.Moment;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What an incident remembers besides where it stands.
///
/// @param facts what people said, the last word of each
/// @param assessed what the look at the world has found
/// @param containment whether the harm was stopped, or is being
/// @param extensions how often the estimate of a repair was extended; -1 before the first
/// @param moments when what first happened
/// @param denial the question that was answered with no, while a higher role may still overrule it
/// @param allowedBy the roles that allowed the last order; empty when a rule did
/// @param proof of the last order; until it is there the system may be half changed
/// @param missed names of the targets that were told as missed
public record Memory(
        Map<String, Stated> facts,
        Assessed assessed,
        Containment containment,
        int extensions,
        Map<Moment, Instant> moments,
        List<String> missed,
        @Nullable Denial denial,
        List<String> allowedBy,
        Proof proof) {
    public static final Memory NONE =
            new Memory(
                    Map.of(),
                    new Assessed(null, true, Map.of()),
                    Containment.NONE,
                    -1,
                    Map.of(),
                    List.of(),
                    null,
                    List.of(),
                    Proof.NONE);

    /// One answer of a person.
    public record Stated(String value, String by, Instant at) {}

    /// @param verification the verification that was asked for; null when none was
    /// @param over nothing more is waited for
    public record Assessed(
            @Nullable String verification, boolean over, Map<String, Finding> findings) {
        public Assessed {
            findings = new TreeMap<>(findings);
        }
    }

    /// What one check of the assessment found.
    public record Finding(Verdict verdict, @Nullable Double value, String says) {}

    /// A no of somebody.
    public record Denial(Question question, List<Question.Vote> votes, String by, String role) {
        public Denial {
            votes = List.copyOf(votes);
        }
    }

    /// Whether what was ordered last has been verified.
    public enum Proof {
        NONE,
        ASKED,
        PASSED
    }

    /// Stopping the harm before the rest is asked about.
    public enum Containment {
        NONE,
        UNDER_WAY,
        OVER
    }

    public Memory {
        facts = new TreeMap<>(facts);
        moments = moments.isEmpty() ? Map.of() : new EnumMap<>(moments);
        missed = List.copyOf(missed);
        allowedBy = List.copyOf(Objects.requireNonNullElse(allowedBy, List.of()));
        proof = Objects.requireNonNullElse(proof, Proof.NONE);
    }

    Memory stated(String fact, Stated said) {
        Map<String, Stated> all = new TreeMap<>(facts);
        all.put(fact, said);
        return new Memory(
                all, assessed, containment, extensions, moments, missed, denial, allowedBy, proof);
    }

    Memory assessed(Assessed next) {
        return new Memory(
                facts, next, containment, extensions, moments, missed, denial, allowedBy, proof);
    }

    Memory found(String check, Finding finding) {
        Map<String, Finding> all = new TreeMap<>(assessed.findings());
        all.put(check, finding);
        return assessed(new Assessed(assessed.verification(), assessed.over(), all));
    }

    Memory assessmentOver() {
        return assessed(new Assessed(assessed.verification(), true, assessed.findings()));
    }

    Memory containment(Containment next) {
        return new Memory(
                facts, assessed, next, extensions, moments, missed, denial, allowedBy, proof);
    }

    Memory extensions(int next) {
        return new Memory(
                facts, assessed, containment, next, moments, missed, denial, allowedBy, proof);
    }

    Memory denial(@Nullable Denial next) {
        return new Memory(
                facts, assessed, containment, extensions, moments, missed, next, allowedBy, proof);
    }

    Memory allowedBy(List<String> roles) {
        return new Memory(
                facts, assessed, containment, extensions, moments, missed, denial, roles, proof);
    }

    Memory proof(Proof next) {
        return new Memory(
                facts, assessed, containment, extensions, moments, missed, denial, allowedBy, next);
    }

    /// Remembers when it first happened.
    Memory moment(Moment moment, Instant at) {
        if (moments.containsKey(moment)) {
            return this;
        }
        Map<Moment, Instant> all = new EnumMap<>(Moment.class);
        all.putAll(moments);
        all.put(moment, at);
        return new Memory(
                facts, assessed, containment, extensions, all, missed, denial, allowedBy, proof);
    }

    Memory missed(String target) {
        return new Memory(
                facts,
                assessed,
                containment,
                extensions,
                moments,
                Stream.concat(missed.stream(), Stream.of(target)).toList(),
                denial,
                allowedBy,
                proof);
    }
}
