package dev.holdfast.executor.io.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `kubernetes.exec`: runs an allowed program in the first ready pod of a workload, as an argument
/// list. After a crash nobody can see whether it ran: it is `manual`, unless the runbook says that
/// running it again is harmless.
public final class Exec extends ClusterAction {
    private static final java.util.Set<String> SHELLS =
            java.util.Set.of("sh", "bash", "dash", "ash", "zsh", "ksh");

    public Exec(Clusters clusters) {
        super(
                clusters,
                "kubernetes.exec",
                ArgumentForm.needs("workload", ArgumentType.TEXT),
                ArgumentForm.takes("container", ArgumentType.TEXT),
                ArgumentForm.needs("command", ArgumentType.TEXTS),
                ArgumentForm.choice("repeat", "idempotent", "manual"),
                ArgumentForm.takes("loses-data", ArgumentType.TEXT));
    }

    private static Repeat repeat(Call call) {
        return call.text("repeat", "manual").equals("idempotent")
                ? Repeat.IDEMPOTENT
                : Repeat.MANUAL;
    }

    @Override
    Preview look(Call call, Api api) throws Wrong {
        List<String> obstacles = new ArrayList<>();
        refused(call).ifPresent(obstacles::add);
        Workload w = Workload.read(api, Workload.ref(api, call));
        JobRun.container(call, w);
        if (pod(api, w).isEmpty()) {
            obstacles.add("%s has no ready pod".formatted(w.ref()));
        }
        return Preview.of(
                        "run %s in a pod of %s".formatted(call.shownAll("command"), w.ref()),
                        repeat(call),
                        Duration.ofSeconds(5))
                .losing(call.optional("loses-data").orElse(null))
                .hindered(obstacles);
    }

    private static Optional<String> refused(Call call) {
        List<String> command = call.texts("command");
        if (command.isEmpty()) {
            return Optional.of("the command is empty");
        }
        String program = command.getFirst();
        if (!call.allowed().program(program)) {
            return Optional.of("%s is none of the allowed programs".formatted(program));
        }
        String name = program.substring(program.lastIndexOf('/') + 1);
        boolean text = command.stream().skip(1).anyMatch(a -> a.matches("-[a-z]*c[a-z]*"));
        return SHELLS.contains(name) && text
                ? Optional.of("a shell with -c is never run: name the program itself")
                : Optional.empty();
    }

    private static Optional<ObjectNode> pod(Api api, Workload w) throws Wrong {
        return api.list(Kind.POD, w.selector()).stream().filter(Pods::ready).findFirst();
    }

    @Override
    Finding act(Call call, Effect effect, Api api) throws Wrong {
        Optional<String> refused = refused(call);
        if (refused.isPresent()) {
            return new Finding.NotDone(refused.get(), "");
        }
        Workload w = Workload.read(api, Workload.ref(api, call));
        Optional<ObjectNode> pod = pod(api, w);
        if (pod.isEmpty()) {
            return new Finding.NotDone("%s has no ready pod".formatted(w.ref()), "");
        }
        Ref ref = Ref.named(Kind.POD, api.namespace(), pod.get().at("/metadata/name").asText());
        String container = JobRun.container(call, w).path("name").asText();
        return new ExecSession(api.cluster())
                .run(ref, container, call.texts("command"), effect.timeout());
    }

    @Override
    Finding seen(Call call, Effect effect, Api api) {
        return new Finding.Unsure("a command in a pod leaves nothing to look at", "");
    }
}
