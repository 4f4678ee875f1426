package dev.holdfast.executor.io.aws;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.domain.words.Form;
import dev.holdfast.executor.flow.Call;

import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.Invalidation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `aws.cloudfront.invalidate`: takes paths out of a distribution's cache and waits until that is done
/// everywhere. The caller reference is the effect's key, so asking again is the same invalidation.
public final class Invalidate extends AwsAction<CloudFrontClient> {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    public Invalidate() {
        super(
                "aws.cloudfront.invalidate",
                "cloudfront",
                (call, limit) -> Account.client(CloudFrontClient.builder(), call, limit),
                ArgumentForm.needs("distribution", ArgumentType.TEXT),
                ArgumentForm.needs("paths", ArgumentType.TEXTS));
    }

    @Override
    public Set<String> outputs() {
        return Set.of("invalidation");
    }

    @Override
    public Map<String, String> wrong(Map<String, Form> with) {
        Form paths = with.get("paths");
        boolean right =
                paths == null
                        || paths.items().stream()
                                .allMatch(t -> !t.plain() || t.text().startsWith("/"));
        return right ? super.wrong(with) : Map.of("paths", "a path begins with '/', such as /*");
    }

    @Override
    Preview look(Call call, CloudFrontClient client) {
        String id = call.text("distribution");
        String status = client.getDistribution(r -> r.id(id)).distribution().status();
        return Preview.of(
                "invalidate %s of distribution %s (%s)"
                        .formatted(call.shownAll("paths"), call.shown("distribution"), status),
                Repeat.IDEMPOTENT,
                Duration.ofMinutes(2));
    }

    @Override
    Finding act(Call call, Effect effect, CloudFrontClient client) {
        List<String> paths = call.texts("paths");
        Invalidation made =
                client.createInvalidation(r ->
                                r.distributionId(call.text("distribution"))
                                        .invalidationBatch(b ->
                                                b.callerReference(effect.key())
                                                        .paths(p ->
                                                                p.items(paths)
                                                                        .quantity(paths.size()))))
                        .invalidation();
        long end = System.nanoTime() + effect.timeout().toNanos();
        Invalidation now = made;
        while (!"completed".equalsIgnoreCase(now.status())) {
            if (!pause(end, PAUSE)) {
                return new Finding.Unsure(
                        "invalidation %s is still %s".formatted(made.id(), now.status()), "");
            }
            now =
                    client.getInvalidation(
                                    r -> r.distributionId(call.text("distribution")).id(made.id()))
                            .invalidation();
        }
        return new Finding.Done(
                "invalidation %s is completed".formatted(made.id()),
                Map.of("invalidation", made.id()));
    }

    @Override
    Finding seen(Call call, Effect effect, CloudFrontClient client) {
        return new Finding.Unsure(
                "asking again with the same caller reference makes no second invalidation", "");
    }
}
