package dev.holdfast.decision.domain.incident;

/// The group of another system that takes this one along; at most one at a time.
///
/// @param leader the system and environment that leads it
/// @param incident the leader's incident
/// @param round of its planning: what is said about another one is over
/// @param going it was told to go: it is ordered, and what becomes of that is told the leader
public record Bond(String leader, String incident, String round, boolean going) {
    Bond goes() {
        return new Bond(leader, incident, round, true);
    }
}
