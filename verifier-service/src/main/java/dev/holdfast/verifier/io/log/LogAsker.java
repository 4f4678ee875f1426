package dev.holdfast.verifier.io.log;

import com.google.re2j.Pattern;

import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.domain.check.Evidence;
import dev.holdfast.verifier.domain.check.Question;
import dev.holdfast.verifier.io.command.Programs;
import dev.holdfast.verifier.io.file.Folders;
import dev.holdfast.verifier.io.probe.Asker;
import dev.holdfast.verifier.io.probe.Standpoint;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// Reads the end of a log file in a folder that the service itself lists. Lines without a time stamp
/// of their own, such as stack traces, are as old as the line before.
public final class LogAsker implements Asker<Question.Log> {
    private static final int MOST = 8 << 20;
    private static final int SHOWN = 200;

    private final Folders folders;
    private final InstantSource clock;

    public LogAsker(Folders folders, InstantSource clock) {
        this.folders = folders;
        this.clock = clock;
    }

    @Override
    public Answer ask(Question.Log q, Terms terms) throws Unusable {
        long began = System.nanoTime();
        Standpoint there = terms.standpoint();
        try {
            byte[] bytes =
                    there == null
                            ? end(folders.file(q.file()))
                            : end(folders.named(q.file()), there, terms);
            boolean whole = bytes.length <= MOST;
            List<String> lines = lines(bytes, whole);
            Tally tally = new Tally(Pattern.compile(q.pattern()), clock.instant().minus(q.since()));
            for (String line : lines) {
                terms.left();
                tally.add(line);
            }
            if (!whole && tally.youngFromTheStart()) {
                throw new Unusable(
                        Why.BROKEN,
                        "%s has more than %d bytes since %s ago; only so many are read"
                                .formatted(q.file(), MOST, q.since()));
            }
            return tally.answer(Duration.ofNanos(System.nanoTime() - began));
        } catch (IOException e) {
            throw new Unusable(
                    Why.GONE, "%s cannot be read: %s".formatted(q.file(), e.getMessage()));
        }
    }

    /// By `tail`, which is the one program that need not be listed.
    private static byte[] end(String file, Standpoint there, Terms terms) throws Unusable {
        List<String> tail = List.of("tail", "-c", Integer.toString(MOST + 1), "--", file);
        Programs.Ended ended = Programs.apart(there.line(tail, terms), MOST + 1, terms);
        there.ended(ended.code(), ended.errors());
        if (ended.code() != 0) {
            throw new Unusable(
                    Why.GONE,
                    "%s cannot be read: %s"
                            .formatted(file, Evidence.cut(ended.errors(), SHOWN).strip()));
        }
        return ended.bytes();
    }

    /// One byte more than is looked at, where there are so many.
    private static byte[] end(Path file) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, in.length() - MOST - 1);
            byte[] bytes = new byte[(int) (in.length() - from)];
            in.seek(from);
            in.readFully(bytes);
            return bytes;
        }
    }

    private static List<String> lines(byte[] bytes, boolean whole) {
        List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
        return whole || lines.isEmpty() ? lines : lines.subList(1, lines.size());
    }
}
