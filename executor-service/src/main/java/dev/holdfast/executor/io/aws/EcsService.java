package dev.holdfast.executor.io.aws;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.flow.UndoableAction;

import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// `aws.ecs.service`: gives a service an earlier task definition, by default the revision before its
/// own. It changes only a service that still has the one that the plan saw.
public final class EcsService extends AwsAction<EcsClient> implements UndoableAction {
    private static final String FROM = "task definition before";
    private static final String TO = "task definition after";

    public EcsService() {
        super(
                "aws.ecs.service",
                "ecs",
                (call, limit) -> Account.client(EcsClient.builder(), call, limit),
                ArgumentForm.needs("cluster", ArgumentType.TEXT),
                ArgumentForm.needs("service", ArgumentType.TEXT),
                ArgumentForm.takes("task-definition", ArgumentType.TEXT));
    }

    private static Service service(Call call, EcsClient client) {
        List<Service> found =
                client.describeServices(
                                r -> r.cluster(call.text("cluster")).services(call.text("service")))
                        .services();
        if (found.isEmpty()) {
            throw new Hindered("there is no service " + call.text("service"));
        }
        return found.getFirst();
    }

    private static TaskDefinition definition(EcsClient client, String name) {
        return client.describeTaskDefinition(r -> r.taskDefinition(name)).taskDefinition();
    }

    @Override
    Preview look(Call call, EcsClient client) {
        TaskDefinition now = definition(client, service(call, client).taskDefinition());
        TaskDefinition next =
                definition(
                        client,
                        call.text(
                                "task-definition",
                                now.family() + ":" + Math.max(1, now.revision() - 1)));
        return Preview.of(
                        "give service %s task definition %s:%d (%s), now %s:%d (%s)"
                                .formatted(
                                        call.shown("service"),
                                        next.family(),
                                        next.revision(),
                                        images(next),
                                        now.family(),
                                        now.revision(),
                                        images(now)),
                        Repeat.CHECKABLE,
                        Duration.ofMinutes(2))
                .moving(
                        Map.of(FROM, now.taskDefinitionArn(), TO, next.taskDefinitionArn()),
                        Map.of());
    }

    private static String images(TaskDefinition definition) {
        return definition.containerDefinitions().stream()
                .map(c -> c.name() + "=" + c.image())
                .collect(Collectors.joining(" "));
    }

    @Override
    Finding act(Call call, Effect effect, EcsClient client) {
        return give(call, client, FROM, TO);
    }

    @Override
    Finding seen(Call call, Effect effect, EcsClient client) {
        return has(call, client, TO);
    }

    @Override
    public Finding undo(Call call, Effect effect) {
        return touch(call, effect, client -> give(call, client, TO, FROM));
    }

    @Override
    public Finding observeUndo(Call call, Effect effect) {
        return glance(call, client -> has(call, client, FROM));
    }

    private static Finding give(Call call, EcsClient client, String from, String to) {
        String now = service(call, client).taskDefinition();
        String wanted = call.rests().getOrDefault(to, "");
        if (!now.equals(wanted)) {
            if (!now.equals(call.rests().get(from))) {
                return new Finding.NotDone(
                        "service %s has %s: somebody else has changed it"
                                .formatted(call.text("service"), now),
                        "");
            }
            client.updateService(r ->
                    r.cluster(call.text("cluster"))
                            .service(call.text("service"))
                            .taskDefinition(wanted));
        }
        return has(call, client, to);
    }

    private static Finding has(Call call, EcsClient client, String which) {
        String now = service(call, client).taskDefinition();
        return now.equals(call.rests().get(which))
                ? new Finding.Done("service %s has %s".formatted(call.text("service"), now))
                : new Finding.NotDone("service %s has %s".formatted(call.text("service"), now), "");
    }
}
