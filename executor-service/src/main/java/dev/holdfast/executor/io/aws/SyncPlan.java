package dev.holdfast.executor.io.aws;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What makes a prefix like a stored version: pure, from two listings.
///
/// @param copy keys below the prefixes, pages last, so that no page names what is not there yet
/// @param delete keys below the target that the version does not have
/// @param unkept of what is overwritten or deleted, what lies in no stored version
record SyncPlan(List<String> copy, List<String> delete, List<String> unkept) {
    /// @param stored everything under the folder of the versions; none of its keys is ever touched
    static SyncPlan of(Listing source, Listing target, Listing stored) {
        Set<String> tags = new HashSet<>();
        stored.items().values().forEach(i -> tags.add(i.tag()));
        List<String> copy = new ArrayList<>();
        List<String> pages = new ArrayList<>();
        List<String> delete = new ArrayList<>();
        List<String> unkept = new ArrayList<>();
        source.items()
                .forEach((key, item) -> {
                    Listing.Item there = target.items().get(key);
                    if (there == null || !there.copied(item)) {
                        (key.endsWith(".html") ? pages : copy).add(key);
                        if (there != null && !tags.contains(there.tag())) {
                            unkept.add(key);
                        }
                    }
                });
        for (Map.Entry<String, Listing.Item> e : target.items().entrySet()) {
            boolean touchable = !(target.prefix() + e.getKey()).startsWith(stored.prefix());
            if (touchable && !source.items().containsKey(e.getKey())) {
                delete.add(e.getKey());
                if (!tags.contains(e.getValue().tag())) {
                    unkept.add(e.getKey());
                }
            }
        }
        copy.addAll(pages);
        return new SyncPlan(copy, delete, unkept);
    }

    boolean nothing() {
        return copy.isEmpty() && delete.isEmpty();
    }
}
