package dev.holdfast.executor.io.aws;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.flow.UndoableAction;

import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/// `aws.secret.stage`: moves a stage of a secret (AWSCURRENT) to another version, by default the one
/// before (AWSPREVIOUS). The version it is taken from is named, so AWS itself refuses when somebody
/// else has moved it meanwhile.
public final class SecretStage extends AwsAction<SecretsManagerClient> implements UndoableAction {
    private static final String FROM = "version before";
    private static final String TO = "version after";

    public SecretStage() {
        super(
                "aws.secret.stage",
                "secretsmanager",
                Versions::open,
                ArgumentForm.needs("secret", ArgumentType.TEXT),
                ArgumentForm.takes("version", ArgumentType.TEXT),
                ArgumentForm.takes("stage", ArgumentType.TEXT));
    }

    private static String stage(Call call) {
        return call.text("stage", Versions.CURRENT);
    }

    @Override
    Preview look(Call call, SecretsManagerClient client) {
        Versions versions = Versions.of(client, call.text("secret"));
        String from = versions.at(stage(call));
        String to = call.has("version") ? call.text("version") : versions.at(Versions.PREVIOUS);
        if (!versions.all().containsKey(to)) {
            throw new Hindered(
                    "secret %s has no version %s; there is %s"
                            .formatted(call.text("secret"), to, versions.all()));
        }
        return Preview.of(
                        "move %s of secret %s from version %s to %s"
                                .formatted(stage(call), call.shown("secret"), from, to),
                        Repeat.CHECKABLE,
                        Duration.ofSeconds(1))
                .moving(Map.of(FROM, from, TO, to), Map.of(FROM, to));
    }

    @Override
    Finding act(Call call, Effect effect, SecretsManagerClient client) {
        return move(call, client, call.rests().get(FROM), call.rests().get(TO));
    }

    @Override
    Finding seen(Call call, Effect effect, SecretsManagerClient client) {
        return at(call, client, call.rests().get(TO));
    }

    @Override
    public Finding undo(Call call, Effect effect) {
        return touch(
                call,
                effect,
                client -> move(call, client, call.rests().get(TO), call.rests().get(FROM)));
    }

    @Override
    public Finding observeUndo(Call call, Effect effect) {
        return glance(call, client -> at(call, client, call.rests().get(FROM)));
    }

    private static Finding move(
            Call call,
            SecretsManagerClient client,
            @org.jspecify.annotations.Nullable String from,
            @org.jspecify.annotations.Nullable String to) {
        Finding already = at(call, client, to);
        if (already instanceof Finding.Done) {
            return already;
        }
        client.updateSecretVersionStage(r ->
                r.secretId(call.text("secret"))
                        .versionStage(stage(call))
                        .removeFromVersionId(from)
                        .moveToVersionId(to));
        return at(call, client, to);
    }

    private static Finding at(
            Call call,
            SecretsManagerClient client,
            @org.jspecify.annotations.Nullable String wanted) {
        String now = Versions.of(client, call.text("secret")).at(stage(call));
        return now.equals(wanted)
                ? new Finding.Done(
                        "%s of secret %s is at version %s"
                                .formatted(stage(call), call.shown("secret"), now),
                        Map.of("version", now))
                : new Finding.NotDone(
                        "%s is at version %s, not at %s".formatted(stage(call), now, wanted), "");
    }

    @Override
    public Set<String> outputs() {
        return Set.of("version");
    }
}
