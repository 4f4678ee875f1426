package dev.holdfast.verifier.io.log;

import com.google.re2j.Pattern;

import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Evidence;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Counts the young lines of a log and those that match. Lines without a time stamp of their own,
/// such as stack traces, are as old as the line before.
public final class Tally {
    private static final int SHOWN = 5;
    private static final int LONGEST_SHOWN = 300;

    private final Pattern pattern;
    private final Instant from;
    private final List<String> first = new ArrayList<>();
    private @Nullable Boolean firstYoung;
    private boolean young;
    private long scanned;
    private long matching;

    public Tally(Pattern pattern, Instant from) {
        this.pattern = pattern;
        this.from = from;
    }

    public void add(String line) {
        Instant at = TimeStamp.of(line);
        if (at != null) {
            young = !at.isBefore(from);
            firstYoung = firstYoung == null ? Boolean.valueOf(young) : firstYoung;
        }
        if (!young) {
            return;
        }
        scanned++;
        if (pattern.matcher(line).find()) {
            matching++;
            if (first.size() < SHOWN) {
                first.add(Evidence.cut(line, LONGEST_SHOWN));
            }
        }
    }

    /// What follows is of another log: it is as old as its own time stamps say.
    public void nextFile() {
        young = false;
    }

    boolean youngFromTheStart() {
        return Boolean.TRUE.equals(firstYoung);
    }

    public Answer.Lines answer(Duration took) {
        return new Answer.Lines(scanned, matching, first, took);
    }
}
