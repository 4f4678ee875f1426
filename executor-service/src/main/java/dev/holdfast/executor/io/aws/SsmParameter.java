package dev.holdfast.executor.io.aws;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.domain.words.Form;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.flow.UndoableAction;

import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/// `aws.ssm.parameter`: gives a parameter a value, or that of an earlier version. AWS cannot write on a
/// condition: between our last look and the write somebody else's write would be covered, for as long
/// as one request takes. Values are shown only as the runbook writes them.
public final class SsmParameter extends AwsAction<SsmClient> implements UndoableAction {
    private static final String BEFORE = "version";

    public SsmParameter() {
        super(
                "aws.ssm.parameter",
                "ssm",
                (call, limit) -> Account.client(SsmClient.builder(), call, limit),
                ArgumentForm.needs("name", ArgumentType.TEXT),
                ArgumentForm.takes("value", ArgumentType.TEXT),
                ArgumentForm.takes("version", ArgumentType.WHOLE));
    }

    @Override
    public Map<String, String> wrong(Map<String, Form> with) {
        return with.containsKey("value") == with.containsKey("version")
                ? Map.of("value", "name either `value` or `version`")
                : super.wrong(with);
    }

    private static Parameter get(SsmClient client, String name) {
        return client.getParameter(r -> r.name(name).withDecryption(true)).parameter();
    }

    private static Parameter at(SsmClient client, String name, String version) {
        return get(client, name + ":" + version);
    }

    private static String wanted(Call call, SsmClient client) {
        return call.has("version")
                ? at(client, call.text("name"), call.text("version")).value()
                : call.text("value");
    }

    @Override
    Preview look(Call call, SsmClient client) {
        Parameter now = get(client, call.text("name"));
        wanted(call, client); // that it is there
        String to =
                call.has("version")
                        ? "that of version " + call.shown("version")
                        : "'" + call.shown("value") + "'";
        return Preview.of(
                        "set parameter %s to %s (now version %d)"
                                .formatted(call.shown("name"), to, now.version()),
                        Repeat.CHECKABLE,
                        Duration.ofSeconds(1))
                .moving(Map.of(BEFORE, now.version().toString()), Map.of());
    }

    @Override
    Finding act(Call call, Effect effect, SsmClient client) {
        return put(call, client, wanted(call, client));
    }

    private static Finding put(Call call, SsmClient client, String value) {
        String name = call.text("name");
        Parameter now = get(client, name);
        if (!now.value().equals(value)) {
            String planned = call.rests().getOrDefault(BEFORE, "");
            long version = now.version();
            // Our own write is one version more: an undo starts from there.
            boolean ours = Long.toString(version - 1).equals(planned);
            if (!Long.toString(version).equals(planned) && !ours) {
                return new Finding.NotDone(
                        "parameter %s is at version %d, was seen at %s: somebody else has changed it"
                                .formatted(name, version, planned),
                        "");
            }
            client.putParameter(r -> r.name(name).value(value).type(now.type()).overwrite(true));
        }
        return is(client, name, value);
    }

    private static Finding is(SsmClient client, String name, String value) {
        Parameter now = get(client, name);
        return now.value().equals(value)
                ? new Finding.Done(
                        "parameter %s is at version %d".formatted(name, now.version()),
                        Map.of("version", now.version().toString()))
                : new Finding.NotDone(
                        "parameter %s has another value, version %d".formatted(name, now.version()),
                        "");
    }

    @Override
    Finding seen(Call call, Effect effect, SsmClient client) {
        return is(client, call.text("name"), wanted(call, client));
    }

    @Override
    public Finding undo(Call call, Effect effect) {
        return touch(call, effect, client -> put(call, client, before(call, client)));
    }

    @Override
    public Finding observeUndo(Call call, Effect effect) {
        return glance(call, client -> is(client, call.text("name"), before(call, client)));
    }

    private static String before(Call call, SsmClient client) {
        return at(client, call.text("name"), call.rests().getOrDefault(BEFORE, "")).value();
    }

    @Override
    public Set<String> outputs() {
        return Set.of("version");
    }
}
