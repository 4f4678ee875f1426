package dev.holdfast.decision;

import dev.holdfast.backbone.service.HouseSettings;
import dev.holdfast.backbone.work.Desk;
import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.decision.flow.AuditCheck;
import dev.holdfast.decision.flow.Commands;
import dev.holdfast.decision.flow.DecisionDesk;
import dev.holdfast.decision.flow.Groups;
import dev.holdfast.decision.flow.PackCommands;
import dev.holdfast.decision.flow.Policies;
import dev.holdfast.decision.flow.Replay;
import dev.holdfast.decision.flow.Views;
import dev.holdfast.decision.io.file.Checkpoints;
import dev.holdfast.decision.io.file.Copies;
import dev.holdfast.decision.io.kafka.CheckpointTopic;

import io.micronaut.context.annotation.Factory;

import jakarta.inject.Singleton;

import java.time.InstantSource;

/// Puts decision-service together.
@Factory
final class DecisionFactory {
    @Singleton
    Policies policies() {
        return new Policies();
    }

    @Singleton
    Desk desk(Policies policies, Transactions transactions) {
        return new DecisionDesk(policies, transactions);
    }

    @Singleton
    Commands commands(Policies policies, Transactions transactions) {
        return new Commands(transactions, policies);
    }

    @Singleton
    PackCommands packs(Policies policies, Transactions transactions) {
        return new PackCommands(transactions, policies);
    }

    @Singleton
    Views views(Policies policies, Transactions transactions) {
        return new Views(transactions, policies);
    }

    @Singleton
    Groups groups(Policies policies, Transactions transactions) {
        return new Groups(transactions, policies);
    }

    @Singleton
    Replay replay(Policies policies, Transactions transactions) {
        return new Replay(transactions, policies);
    }

    @Singleton
    AuditCheck audit(Transactions transactions) {
        return new AuditCheck(transactions);
    }

    @Singleton
    Checkpoints checkpoints(
            AuditCheck audit, HouseSettings settings, InstantSource clock, Copies copies) {
        return new Checkpoints(audit, settings.data().resolve("audit"), clock, copies);
    }

    @Singleton
    Copies copies(HouseSettings settings) {
        return new CheckpointTopic(settings.kafka(), settings.owner());
    }
}
