package dev.holdfast.verifier.io.backup;

import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// Reads one backup to its end, by what its first bytes say it is: gzip, zip, tar, a dump of
/// PostgreSQL as text or in its own format.
final class Unpacking {
    private static final int HEAD = 512;
    private static final byte[] GZIP = {0x1f, (byte) 0x8b};
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final byte[] DUMP = {'P', 'G', 'D', 'M', 'P'};

    /// It was read, and is not whole.
    static final class Damaged extends Exception {
        private static final long serialVersionUID = 1L;

        Damaged(String says) {
            super(says);
        }
    }

    private final Set<String> programs;
    private final List<String> tables;
    private final Terms terms;

    Unpacking(Set<String> programs, List<String> tables, Terms terms) {
        this.programs = programs;
        this.tables = tables;
        this.terms = terms;
    }

    Contents read(Path file) throws IOException, Unusable, Damaged {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 64 << 10)) {
            byte[] head = head(in);
            if (starts(head, DUMP)) {
                return new PostgresDump(programs, tables, terms).read(file);
            }
            if (starts(head, ZIP)) {
                return zip(file);
            }
            if (starts(head, GZIP)) {
                try (InputStream unzipped =
                        new BufferedInputStream(new GZIPInputStream(in, 64 << 10), 64 << 10)) {
                    return inside(unzipped);
                }
            }
            return inside(in);
        } catch (ZipException | java.io.EOFException e) {
            throw new Damaged("it is not whole: " + e.getMessage());
        }
    }

    private Contents inside(InputStream in) throws IOException, Unusable, Damaged {
        byte[] head = head(in);
        if (head.length == 0) {
            throw new Damaged("there is nothing in it");
        }
        if (head.length == HEAD
                && new String(head, 257, 5, StandardCharsets.US_ASCII).equals("ustar")) {
            return new Contents(new Tar(in, terms).read(), Map.of());
        }
        if (text(head)
                && new String(head, StandardCharsets.US_ASCII).stripLeading().startsWith("<")) {
            throw new Damaged("it begins like a page of HTML, which is no dump");
        }
        if (text(head)) {
            return new SqlDump(tables, terms).read(in);
        }
        throw new Unusable(
                Why.REFUSED,
                "it is of a kind that cannot be unpacked here: gzip, zip, tar, SQL can");
    }

    /// By the directory at its end, which a file that was cut off lacks; reading checks each sum.
    private Contents zip(Path file) throws IOException, Unusable, Damaged {
        long bytes = 0;
        int entries = 0;
        byte[] buffer = new byte[64 << 10];
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry e : Collections.list(zip.entries())) {
                entries++;
                try (InputStream in = zip.getInputStream(e)) {
                    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                        terms.left();
                        bytes += n;
                    }
                }
            }
        }
        if (entries == 0) {
            throw new Damaged("there is nothing in it");
        }
        return new Contents(bytes, Map.of());
    }

    private static byte[] head(InputStream in) throws IOException {
        in.mark(HEAD);
        byte[] head = in.readNBytes(HEAD);
        in.reset();
        return head;
    }

    private static boolean text(byte[] head) {
        for (byte b : head) {
            if (b == 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean starts(byte[] head, byte[] prefix) {
        return head.length >= prefix.length
                && Arrays.equals(head, 0, prefix.length, prefix, 0, prefix.length);
    }
}
