package dev.holdfast.executor.io.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.holdfast.backbone.json.Json;
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

/// `aws.secret.field`: a new version of a JSON secret in which one field is another, for example the
/// host of a restored database. The version's id is the effect's key, so AWS makes it once. Values
/// never leave this class.
public final class SecretField extends AwsAction<SecretsManagerClient> implements UndoableAction {
    private static final String FROM = "version before";

    public SecretField() {
        super(
                "aws.secret.field",
                "secretsmanager",
                Versions::open,
                ArgumentForm.needs("secret", ArgumentType.TEXT),
                ArgumentForm.needs("field", ArgumentType.TEXT),
                ArgumentForm.needs("value", ArgumentType.TEXT));
    }

    @Override
    Preview look(Call call, SecretsManagerClient client) {
        Versions versions = Versions.of(client, call.text("secret"));
        String from = versions.at(Versions.CURRENT);
        if (!value(call, client, from).has(call.text("field"))) {
            throw new Hindered(
                    "secret %s has no field %s".formatted(call.text("secret"), call.text("field")));
        }
        return Preview.of(
                        "a new version of secret %s with %s set to %s (now version %s)"
                                .formatted(
                                        call.shown("secret"),
                                        call.shown("field"),
                                        call.shown("value"),
                                        from),
                        Repeat.CHECKABLE,
                        Duration.ofSeconds(1))
                .moving(Map.of(FROM, from), Map.of());
    }

    private static ObjectNode value(Call call, SecretsManagerClient client, String version) {
        String text =
                client.getSecretValue(r -> r.secretId(call.text("secret")).versionId(version))
                        .secretString();
        try {
            if (text != null && Json.read(text, JsonNode.class) instanceof ObjectNode object) {
                return object;
            }
        } catch (Json.Unreadable _) {
            // told below, without the parser's words: they could hold a part of the value
        }
        throw new Hindered("secret %s is no JSON object".formatted(call.text("secret")));
    }

    @Override
    Finding act(Call call, Effect effect, SecretsManagerClient client) {
        Finding already = seen(call, effect, client);
        if (already instanceof Finding.Done) {
            return already;
        }
        String before = call.rests().getOrDefault(FROM, "");
        String now = Versions.of(client, call.text("secret")).at(Versions.CURRENT);
        if (!now.equals(before)) {
            return new Finding.NotDone(
                    "secret %s is at version %s, was seen at %s: somebody else has changed it"
                            .formatted(call.shown("secret"), now, before),
                    "");
        }
        ObjectNode value = value(call, client, before).put(call.text("field"), call.text("value"));
        client.putSecretValue(r ->
                r.secretId(call.text("secret"))
                        .clientRequestToken(effect.key())
                        .secretString(Json.text(value)));
        return seen(call, effect, client);
    }

    @Override
    Finding seen(Call call, Effect effect, SecretsManagerClient client) {
        return Versions.of(client, call.text("secret")).all().containsKey(effect.key())
                ? new Finding.Done(
                        "secret %s has version %s".formatted(call.shown("secret"), effect.key()),
                        Map.of("version", effect.key()))
                : new Finding.NotDone("there is no version " + effect.key(), "");
    }

    @Override
    public Finding undo(Call call, Effect effect) {
        String before = call.rests().getOrDefault(FROM, "");
        return touch(
                call,
                effect,
                client -> {
                    Versions versions = Versions.of(client, call.text("secret"));
                    String now = versions.at(Versions.CURRENT);
                    if (!now.equals(before)) {
                        client.updateSecretVersionStage(r ->
                                r.secretId(call.text("secret"))
                                        .versionStage(Versions.CURRENT)
                                        .removeFromVersionId(now)
                                        .moveToVersionId(before));
                    }
                    return back(call, client, before);
                });
    }

    @Override
    public Finding observeUndo(Call call, Effect effect) {
        return glance(call, client -> back(call, client, call.rests().getOrDefault(FROM, "")));
    }

    private static Finding back(Call call, SecretsManagerClient client, String before) {
        String now = Versions.of(client, call.text("secret")).at(Versions.CURRENT);
        return now.equals(before)
                ? new Finding.Done(
                        "secret %s is at version %s again".formatted(call.shown("secret"), now))
                : new Finding.NotDone("it is at version " + now, "");
    }

    @Override
    public Set<String> outputs() {
        return Set.of("version");
    }
}
