package dev.holdfast.executor.io.kubernetes;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.flow.EffectAction;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What all actions in a cluster share: where the cluster is, and what a refused or lost request
/// means.
abstract class ClusterAction implements EffectAction {
    /// For one look while a plan is made.
    private static final Duration LOOK = Duration.ofSeconds(5);

    /// For one request of an effect that may take long as a whole.
    private static final Duration REQUEST = Duration.ofSeconds(10);

    private final Clusters clusters;
    private final String name;
    private final List<ArgumentForm> arguments;

    ClusterAction(Clusters clusters, String name, ArgumentForm... own) {
        this.clusters = clusters;
        this.name = name;
        List<ArgumentForm> all = new ArrayList<>();
        all.add(ArgumentForm.needs("namespace", ArgumentType.TEXT));
        all.add(ArgumentForm.takes("kubeconfig", ArgumentType.TEXT));
        all.add(ArgumentForm.takes("context", ArgumentType.TEXT));
        all.addAll(List.of(own));
        this.arguments = List.copyOf(all);
    }

    abstract Preview look(Call call, Api api) throws Wrong;

    abstract Finding act(Call call, Effect effect, Api api) throws Wrong;

    abstract Finding seen(Call call, Effect effect, Api api) throws Wrong;

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<ArgumentForm> arguments() {
        return arguments;
    }

    @Override
    public String target(Call call) {
        try {
            return "kubernetes " + Access.of(call).host();
        } catch (Wrong _) {
            return "kubernetes";
        }
    }

    @Override
    public Preview plan(Call call) {
        try {
            return look(call, clusters.api(call, LOOK));
        } catch (Wrong e) {
            return Preview.of(name, Repeat.CHECKABLE, Duration.ZERO).hindered(List.of(e.told()));
        }
    }

    @Override
    public Finding apply(Call call, Effect effect) {
        return touch(call, effect, this::act);
    }

    @Override
    public Finding observe(Call call, Effect effect) {
        return glance(call, effect, this::seen);
    }

    /// What an effect does, or a look sees.
    interface Touch {
        Finding touch(Call call, Effect effect, Api api) throws Wrong;
    }

    final Finding touch(Call call, Effect effect, Touch touch) {
        try {
            Duration limit = effect.timeout().compareTo(REQUEST) < 0 ? effect.timeout() : REQUEST;
            return touch.touch(call, effect, clusters.api(call, limit));
        } catch (Wrong e) {
            return e.done();
        }
    }

    final Finding glance(Call call, Effect effect, Touch touch) {
        try {
            return touch.touch(call, effect, clusters.api(call, LOOK));
        } catch (Wrong e) {
            return e.seen();
        }
    }
}
