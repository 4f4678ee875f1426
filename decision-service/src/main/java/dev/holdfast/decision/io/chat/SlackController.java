package dev.holdfast.decision.io.chat;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.pack.PackManifest;
import dev.holdfast.backbone.pack.PackManifest.SecretReference;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.backbone.service.Refusal;
import dev.holdfast.backbone.work.Packs;
import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.decision.domain.incident.Person;
import dev.holdfast.decision.flow.Answer;
import dev.holdfast.decision.flow.Commands;
import dev.holdfast.decision.flow.Views;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Takes in the buttons that people press in Slack: `slack-signing` of the pack's secrets verifies
/// the sender, `slack` of its people says who it is, and then it is a command as any other.
@Controller("/api/chat/slack")
final class SlackController {
    private static final String SECRET = "slack-signing";
    private static final Pattern SYSTEM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private final Transactions transactions;
    private final Commands commands;
    private final Views views;
    private final InstantSource clock;
    private final SlackReplies replies = new SlackReplies("hooks.slack.com");

    SlackController(
            Transactions transactions, Commands commands, Views views, InstantSource clock) {
        this.transactions = transactions;
        this.commands = commands;
        this.views = views;
        this.clock = clock;
    }

    /// Slack wants 200 whatever came of it; the person is told by a message.
    @Post("/{system}")
    @Consumes(MediaType.ALL)
    Map<String, String> press(
            @PathVariable String system, @Body byte @Nullable [] body, HttpRequest<?> request) {
        PackManifest pack = pack(system).orElseThrow(SlackController::unsigned);
        byte[] sent = body == null ? new byte[0] : body;
        verify(pack, sent, request.getHeaders());
        SlackPress press =
                SlackPress.read(sent)
                        .orElseThrow(() ->
                                new Refusal(
                                        HttpStatus.BAD_REQUEST, "This is no button of Holdfast's"));
        String said = answer(system, pack, press);
        replies.say(press.reply(), said);
        return Map.of("response_type", "ephemeral", "text", said);
    }

    private String answer(String system, PackManifest pack, SlackPress press) {
        Optional<PackManifest.Person> who =
                pack.people().stream().filter(p -> press.user().equals(p.slack())).findFirst();
        if (who.isEmpty()) {
            return "Slack's member %s is none of the people of pack %s: 'slack' in pack.yml says who is who"
                    .formatted(press.user(), system);
        }
        Optional<Scope> scope =
                views.scopeOf(press.incident()).filter(s -> s.system().equals(system));
        if (scope.isEmpty()) {
            return "There is no incident %s of %s".formatted(press.incident(), system);
        }
        Person person = new Person(who.get().name(), List.of());
        return switch (commands.give(scope.get(), person, press.command(), press.key())) {
            case Answer.Done done -> "Done: " + done.state();
            case Answer.Refused refused -> "Not done: " + refused.reason();
            case Answer.Pack _ -> throw new IllegalStateException("A button changes no pack");
        };
    }

    private void verify(PackManifest pack, byte[] body, HttpHeaders headers) {
        String signature = headers.findFirst("X-Slack-Signature").orElse("");
        String seconds = headers.findFirst("X-Slack-Request-Timestamp").orElse("");
        String secret =
                Optional.ofNullable(pack.secrets().get(SECRET))
                        .flatMap(SlackController::secret)
                        .orElse("");
        if (secret.isBlank()
                || !SlackSignature.good(secret, seconds, body, signature, clock.instant())) {
            throw unsigned();
        }
    }

    private Optional<PackManifest> pack(String system) {
        return SYSTEM.matcher(system).matches()
                ? Packs.current(transactions, system)
                        .flatMap(p -> PackManifest.read(p, new Problems()))
                : Optional.empty();
    }

    private static Optional<String> secret(SecretReference reference) {
        try {
            return reference.kind().equals("env")
                    ? Optional.ofNullable(System.getenv(reference.where()))
                    : Optional.of(Files.readString(Path.of(reference.where())).strip());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// Says nothing about what is wrong: whoever asks is nobody we know.
    private static Refusal unsigned() {
        return new Refusal(
                HttpStatus.UNAUTHORIZED,
                "The request is not signed with the secret '%s' of that pack".formatted(SECRET));
    }
}
