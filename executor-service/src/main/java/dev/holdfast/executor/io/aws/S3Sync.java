package dev.holdfast.executor.io.aws;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// `aws.s3.sync`: makes a prefix of a bucket like a stored version of it, and deletes there what that
/// version does not have. The folder of the versions is never written to, whatever the target is.
/// Doing it again changes nothing more.
public final class S3Sync extends AwsAction<S3Client> {
    private static final String SOURCE = "version";
    private static final int SHOWN = 10;
    private static final String UNKEPT = "in no stored version";
    private static final int MOST_UNKEPT = 5_000;

    public S3Sync() {
        super(
                "aws.s3.sync",
                "s3",
                S3Sync::open,
                ArgumentForm.needs("bucket", ArgumentType.TEXT),
                ArgumentForm.needs("from", ArgumentType.TEXT),
                ArgumentForm.takes("to", ArgumentType.TEXT));
    }

    private static S3Client open(Call call, Duration limit) {
        return Account.client(S3Client.builder().forcePathStyle(call.has("endpoint")), call, limit);
    }

    private static String folder(String prefix) {
        return prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
    }

    /// Where the versions lie: the folder that holds the one to copy.
    private static String versions(Call call) {
        String from = folder(call.text("from"));
        int slash = from.lastIndexOf('/', from.length() - 2);
        if (slash < 0 || from.contains("..") || from.startsWith("/")) {
            throw new Hindered(
                    "'%s' is no version inside a folder, such as versions/1.4.1/"
                            .formatted(call.text("from")));
        }
        return from.substring(0, slash + 1);
    }

    private record Site(Listing source, Listing target, SyncPlan plan) {}

    private static Site site(Call call, S3Client client) {
        String versions = versions(call);
        String to = folder(call.text("to", ""));
        if (to.startsWith(versions)) {
            throw new Hindered(
                    "the target '%s' lies among the versions in %s".formatted(to, versions));
        }
        String bucket = call.text("bucket");
        Listing source = Listing.of(client, bucket, folder(call.text("from")));
        if (source.items().isEmpty()) {
            throw new Hindered(
                    "there is nothing under %s of bucket %s"
                            .formatted(folder(call.text("from")), bucket));
        }
        Listing target = Listing.of(client, bucket, to);
        Listing stored = Listing.of(client, bucket, versions);
        return new Site(source, target, SyncPlan.of(source, target, stored));
    }

    @Override
    Preview look(Call call, S3Client client) {
        Site site = site(call, client);
        SyncPlan plan = site.plan();
        List<String> unkept = unkept(call, client, plan);
        List<String> tooMany = tooMany(unkept);
        return Preview.of(
                        "make s3://%s/%s like %s: copy %s, delete %s"
                                .formatted(
                                        call.shown("bucket"),
                                        folder(call.text("to", "")),
                                        folder(call.text("from")),
                                        told(plan.copy()),
                                        told(plan.delete())),
                        Repeat.IDEMPOTENT,
                        Duration.ofMillis(100L * (1 + plan.copy().size())))
                .moving(
                        Map.of(
                                SOURCE,
                                fingerprint(site.source()),
                                UNKEPT,
                                tooMany.isEmpty() ? fingerprints(unkept) : "too many"),
                        Map.of())
                .losing(lost(call, client, plan))
                .hindered(tooMany);
    }

    /// Keys whose content would be nowhere any more.
    private static List<String> unkept(Call call, S3Client client, SyncPlan plan) {
        return lost(call, client, plan) == null ? List.of() : plan.unkept();
    }

    /// More could not be named, and what the plan did not name is never lost.
    private static List<String> tooMany(List<String> unkept) {
        return unkept.size() <= MOST_UNKEPT
                ? List.of()
                : List.of(
                        ("%d keys would be lost for good, a plan names at most %d: switch the bucket's"
                                        + " versioning on, or store them under the versions first")
                                .formatted(unkept.size(), MOST_UNKEPT));
    }

    /// Short enough to be kept with the plan.
    private static String fingerprints(List<String> keys) {
        return keys.stream().map(S3Sync::fingerprint).sorted().collect(Collectors.joining(" "));
    }

    private static String fingerprint(String key) {
        return HexFormat.of().formatHex(digest(key), 0, 8);
    }

    private static @Nullable String lost(Call call, S3Client client, SyncPlan plan) {
        if (plan.unkept().isEmpty()) {
            return null;
        }
        boolean versioned =
                client.getBucketVersioning(r -> r.bucket(call.text("bucket"))).status()
                        == BucketVersioningStatus.ENABLED;
        return versioned ? null : "what is in no stored version: " + told(plan.unkept());
    }

    private static String told(List<String> keys) {
        String first = keys.stream().limit(SHOWN).collect(Collectors.joining(", "));
        String more = keys.size() > SHOWN ? ", …" : "";
        return keys.isEmpty() ? "nothing" : "%d (%s%s)".formatted(keys.size(), first, more);
    }

    private static String fingerprint(Listing source) {
        StringBuilder all = new StringBuilder();
        source.items().forEach((k, i) -> all.append(k).append(' ').append(i.tag()).append('\n'));
        return "%d objects, %s"
                .formatted(
                        source.items().size(),
                        HexFormat.of().formatHex(digest(all.toString()), 0, 8));
    }

    /// Whoever names the objects must not be able to choose two of the same.
    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256, this one does not", e);
        }
    }

    @Override
    Finding act(Call call, Effect effect, S3Client client) {
        Site site = site(call, client);
        if (!fingerprint(site.source()).equals(call.rests().get(SOURCE))) {
            return new Finding.NotDone("the stored version is not what the plan saw", "");
        }
        Set<String> told = Set.copyOf(List.of(call.rests().getOrDefault(UNKEPT, "").split(" ")));
        List<String> more =
                unkept(call, client, site.plan()).stream()
                        .filter(key -> !told.contains(fingerprint(key)))
                        .toList();
        if (!more.isEmpty()) {
            return new Finding.NotDone(
                    "it would lose what the plan did not name: " + told(more), "");
        }
        String bucket = call.text("bucket");
        for (String key : site.plan().copy()) {
            client.copyObject(r ->
                    r.sourceBucket(bucket)
                            .sourceKey(site.source().prefix() + key)
                            .destinationBucket(bucket)
                            .destinationKey(site.target().prefix() + key));
        }
        for (String key : site.plan().delete()) {
            client.deleteObject(r -> r.bucket(bucket).key(site.target().prefix() + key));
        }
        return seen(call, effect, client);
    }

    @Override
    Finding seen(Call call, Effect effect, S3Client client) {
        SyncPlan left = site(call, client).plan();
        return left.nothing()
                ? new Finding.Done("it is like " + call.shown("from"))
                : new Finding.NotDone(
                        "still to copy: %s; to delete: %s"
                                .formatted(told(left.copy()), told(left.delete())),
                        "");
    }
}
