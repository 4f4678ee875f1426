package dev.holdfast.executor.io.glass;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.executor.domain.rollback.Halt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A journal in a file that one process holds. Each line is on the disk before its effect begins.
final class GlassFile implements AutoCloseable {
    private static final int MOST = 64 << 20;

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private GlassFile(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /// The kill switch of this run: while a file of the journal's name with `.halt` behind it is there,
    /// nothing begins.
    static Path halt(Path journal) {
        return journal.resolveSibling(journal.getFileName() + ".halt");
    }

    Optional<Halt> halted(Instant now) {
        Path halt = halt(path);
        return Files.exists(halt)
                ? Optional.of(new Halt(true, "*", "whoever made " + halt, "the file is there", now))
                : Optional.empty();
    }

    /// Throws when another process holds it.
    static GlassFile open(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new IOException(
                    "%s is held by another process: its run goes on there".formatted(path));
        }
        return new GlassFile(path, channel, lock);
    }

    /// All whole lines; a torn one at the end, whose transaction was never committed, is cut off.
    List<GlassLine> lines() throws IOException {
        long size = channel.size();
        if (size > MOST) {
            throw new IOException(
                    "the journal has %d bytes, at most %d are read".formatted(size, MOST));
        }
        ByteBuffer all = ByteBuffer.allocate((int) size);
        while (all.hasRemaining() && channel.read(all, all.position()) >= 0) {
            // until it is full
        }
        String text = new String(all.array(), 0, all.position(), StandardCharsets.UTF_8);
        int end = text.lastIndexOf('\n') + 1;
        channel.truncate(text.substring(0, end).getBytes(StandardCharsets.UTF_8).length);
        channel.position(channel.size());
        List<GlassLine> lines = new ArrayList<>();
        text.substring(0, end).lines().forEach(l -> lines.add(Json.read(l, GlassLine.class)));
        return lines;
    }

    void append(GlassLine line) throws IOException {
        byte[] text = (Json.text(line) + "\n").getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.wrap(text);
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) < 0) {
                throw new IOException("the journal cannot be written");
            }
        }
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }
}
