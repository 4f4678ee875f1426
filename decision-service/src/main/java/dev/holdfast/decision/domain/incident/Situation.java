package dev.holdfast.decision.domain.incident;

import dev.holdfast.decision.domain.policy.Policy;

import java.time.Instant;

/// What a decision is made in, besides the incident and its site.
///
/// @param now the database's time of the transaction
/// @param policy the version of the pack that the incident began with
/// @param fleetOrders orders of other systems within the policy's window
/// @param upToDate false while events that were written before our start are still being read:
///     nothing is ordered then
/// @param halted the reason of the kill switch while it is thrown for this system, or empty
public record Situation(
        Instant now, Policy policy, long fleetOrders, boolean upToDate, String halted) {}
