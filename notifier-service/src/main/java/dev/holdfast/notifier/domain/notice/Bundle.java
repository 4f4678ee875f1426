package dev.holdfast.notifier.domain.notice;

import java.util.ArrayList;
import java.util.List;

/// Notices of one incident that are collected for one channel.
///
/// @param notices their ids, oldest first, at most [#MOST]
public record Bundle(String channel, List<String> notices) {
    /// A bundle that is full is told at once.
    public static final int MOST = 50;

    public Bundle {
        notices = List.copyOf(notices);
    }

    public Bundle plus(String notice) {
        List<String> all = new ArrayList<>(notices);
        all.add(notice);
        return new Bundle(channel, all);
    }

    public boolean full() {
        return notices.size() >= MOST;
    }

    /// One text for all of them.
    public static String text(List<Notice> notices) {
        return String.join("\n\n", notices.stream().map(Notice::text).toList());
    }

    public static String subject(List<Notice> notices) {
        String last = notices.getLast().subject();
        return notices.size() == 1
                ? last
                : "%s (and %d before)".formatted(last, notices.size() - 1);
    }
}
