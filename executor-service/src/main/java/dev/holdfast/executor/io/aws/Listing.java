package dev.holdfast.executor.io.aws;

import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// What lies under a prefix of a bucket, by the rest of its key; at most 100,000 objects.
record Listing(String prefix, Map<String, Item> items) {
    private static final int MOST = 100_000;

    /// @param tag changes with the content, except for objects that came in parts
    record Item(String tag, long size, Instant modified) {
        /// Parts give a copy another tag; then size and age decide.
        boolean copied(Item from) {
            boolean parts = from.tag().contains("-") || tag.contains("-");
            return size == from.size()
                    && (tag.equals(from.tag()) || (parts && modified.isAfter(from.modified())));
        }
    }

    static Listing of(S3Client client, String bucket, String prefix) {
        Map<String, Item> items = new TreeMap<>();
        for (S3Object o :
                client.listObjectsV2Paginator(r -> r.bucket(bucket).prefix(prefix)).contents()) {
            if (items.size() == MOST) {
                throw new AwsAction.Hindered(
                        "over %d objects under '%s' of bucket %s".formatted(MOST, prefix, bucket));
            }
            items.put(
                    o.key().substring(prefix.length()),
                    new Item(String.valueOf(o.eTag()), o.size(), o.lastModified()));
        }
        return new Listing(prefix, items);
    }
}
