package dev.holdfast.decision;

import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.decision.flow.Lists;
import dev.holdfast.decision.flow.Part;
import dev.holdfast.decision.flow.Policies;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;

import jakarta.inject.Singleton;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the current policies once at the start, so that the first incident need not wait for it.
/// Nothing depends on it: a policy that is not read yet is read when it is needed.
@Singleton
final class PolicyWarmer implements ApplicationEventListener<StartupEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyWarmer.class);

    private final Policies policies;
    private final Transactions transactions;

    PolicyWarmer(Policies policies, Transactions transactions) {
        this.policies = policies;
        this.transactions = transactions;
    }

    @Override
    public void onApplicationEvent(StartupEvent event) {
        Thread.ofVirtual().name("policies").start(this::warm);
    }

    private void warm() {
        try {
            policies.warm(transactions);
            Part.complete(transactions);
            Lists.complete(transactions);
        } catch (RuntimeException e) {
            LOG.info("The policies are read when they are needed: {}", e.toString());
        }
    }
}
