package dev.holdfast.verifier.io.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.local.LocalPostgres;
import dev.holdfast.local.Ports;
import dev.holdfast.verifier.io.Trial;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Real files, whole and broken in every way that backups break.
class BackupAskerTest {
    private static final String DUMP =
            """
            -- PostgreSQL database dump
            COPY public.orders (id, total) FROM stdin;
            1\t10
            2\t20
            3\t-- PostgreSQL database dump complete
            \\.
            COPY public.empty (id) FROM stdin;
            \\.
            -- PostgreSQL database dump complete
            """;

    @TempDir Path folder = Path.of("");

    private Trial trial(String more) {
        return Trial.of(
                        "checks: { it: { backup: { folder: \"%s\", name: \"shop_*\"%s } } }"
                                .formatted(folder, more))
                .files(folder);
    }

    private Path write(String name, byte[] bytes) throws Exception {
        return Files.write(folder.resolve(name), bytes);
    }

    private static byte[] gzip(byte[] bytes) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream zipped = new GZIPOutputStream(out)) {
            zipped.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void age(Path file, Duration age) throws Exception {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    @Test
    void the_newest_one_counts_with_its_age_and_its_size() throws Exception {
        trial("").fails("there is no shop_* in");
        Path old = write("shop_1.sql.gz", gzip(bytes(DUMP)));
        age(old, Duration.ofHours(30));
        trial(", younger-than: 26h").fails("must be younger than 26.0 hours");
        trial("").passes();
        age(write("shop_2.sql.gz", gzip(bytes(DUMP))), Duration.ofHours(25));
        Trial young = trial(", younger-than: 26h").passes();
        assertThat(young.ask().says()).contains("shop_2.sql.gz is 25.0 hours old");
        trial(", at-least: 1000000").fails("must have 1000000 at least");
    }

    @Test
    void what_is_cut_off_or_garbled_fails() throws Exception {
        byte[] whole = gzip(bytes(DUMP.repeat(50)));
        write("shop_1.sql.gz", Arrays.copyOf(whole, whole.length - 20));
        trial("").fails("it is not whole");
        byte[] garbled = whole.clone();
        garbled[garbled.length - 6] ^= 0x55;
        write("shop_1.sql.gz", garbled);
        trial("").fails("it is not whole");
        write("shop_1.sql.gz", gzip(bytes(DUMP.substring(0, 100))));
        trial("").fails("cut off in table public.orders");
        write("shop_1.sql.gz", gzip(bytes(DUMP.substring(0, DUMP.length() - 45))));
        trial("").fails("lacks the line");
        write("shop_1.sql.gz", gzip(new byte[0]));
        trial("").fails("nothing in it");
        write("shop_1.sql.gz", new byte[0]);
        trial("").fails("");
    }

    @Test
    void zip_and_tar_are_read_to_their_ends() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("dump.sql"));
            zip.write(bytes(DUMP));
        }
        Path file = write("shop_1.zip", out.toByteArray());
        trial("").passes();
        Files.write(file, Arrays.copyOf(out.toByteArray(), out.size() - 30));
        trial("").fails("it is not whole");
        Files.delete(file);
        Files.write(folder.resolve("dump.sql"), bytes(DUMP));
        Path tar = folder.resolve("shop_1.tar");
        Process made =
                new ProcessBuilder("tar", "cf", tar.toString(), "-C", folder.toString(), "dump.sql")
                        .inheritIO()
                        .start();
        assertThat(made.waitFor()).isZero();
        trial("").passes();
        byte[] packed = Files.readAllBytes(tar);
        Files.write(tar, gzip(packed));
        trial("").passes();
        Files.write(tar, Arrays.copyOf(packed, 700));
        trial("").fails("the archive is cut off");
        packed[100] ^= 1;
        Files.write(tar, packed);
        trial("").fails("wrong checksum");
    }

    @Test
    void what_cannot_be_looked_at_is_inconclusive() throws Exception {
        write("shop_1", new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 1, 2});
        trial("").isInconclusive("of a kind that cannot be unpacked here");
        write("shop_1", bytes("PGDMP and so on"));
        trial("").isInconclusive("lists no pg_restore");
        Trial.of("checks: { it: { backup: { folder: /etc, name: \"passwd\" } } }")
                .files(folder)
                .isInconclusive("HOLDFAST_CHECK_FILES");
        Files.delete(folder.resolve("shop_1"));
        Files.createSymbolicLink(folder.resolve("shop_1"), Path.of("/etc/passwd"));
        trial("").isInconclusive("HOLDFAST_CHECK_FILES");
        trial("").replace(folder.toString(), folder + "/nowhere").isInconclusive("is not there");
    }

    @Test
    void a_restored_database_is_compared_with_the_rows_of_the_backup_itself() throws Exception {
        LocalPostgres postgres = LocalPostgres.shared();
        postgres.createDatabase("restored");
        sql(postgres, "create table orders (id int, total int)");
        sql(postgres, "create table empty (id int)");
        sql(postgres, "insert into orders values (1, 10), (2, 20), (3, 30)");
        write("shop_1.sql.gz", gzip(bytes(DUMP)));
        Trial trial = restored(postgres, "");
        trial.passes();
        sql(postgres, "delete from orders where id = 3");
        trial.fails("public.orders is 2, must equal 3 (in the backup)");
        restored(postgres, ", tolerance: 50%").passes();
        restored(postgres, ", tolerance: 50%")
                .replace("[orders, empty]", "[orders, customers]")
                .isInconclusive("");
        write("shop_1.sql.gz", Arrays.copyOf(gzip(bytes(DUMP)), 60));
        trial.isInconclusive("cannot be counted");
    }

    /// The server that is installed here, since pg_dump takes no dump of a newer one.
    @Test
    void a_dump_that_pg_dump_made_passes_whole_and_never_cut() throws Exception {
        Path restore = Path.of("/usr/bin/pg_restore");
        assumeTrue(Files.isExecutable(restore), "postgresql-client is not installed");
        try (LocalPostgres own =
                LocalPostgres.startForBackups(folder.resolve("server"), Ports.free(), "restored")) {
            sql(own, "create table orders (id int, total int)");
            sql(own, "create table empty (id int)");
            sql(own, "insert into orders select n, n from generate_series(1, 2000) n");
            Path dump = folder.resolve("shop_1.dump");
            ProcessBuilder pgDump =
                    new ProcessBuilder(
                            "/usr/bin/pg_dump",
                            "--format=custom",
                            "--file=" + dump,
                            "--host=127.0.0.1",
                            "--port=" + own.port(),
                            "--username=" + own.user(),
                            "restored");
            pgDump.environment().put("PGPASSWORD", own.password());
            Process made =
                    pgDump.redirectErrorStream(true)
                            .redirectOutput(folder.resolve("log").toFile())
                            .start();
            assumeTrue(
                    made.waitFor() == 0,
                    () -> "pg_dump does not fit the server: " + folder.resolve("log"));
            trial("").commands(restore.toString()).passes();
            restored(own, "").commands(restore.toString()).passes();
            sql(own, "delete from orders where id > 1990");
            restored(own, "").commands(restore.toString()).fails("must equal 2000");
            byte[] whole = Files.readAllBytes(dump);
            long seed = System.nanoTime();
            Random random = new Random(seed);
            for (int i = 0; i < 8; i++) {
                int length = random.nextInt(whole.length);
                Files.write(dump, Arrays.copyOf(whole, length));
                assertThat(trial("").commands(restore.toString()).ask().verdict())
                        .as("seed %d, cut after %d of %d bytes", seed, length, whole.length)
                        .isNotEqualTo(Verdict.PASSED);
            }
        }
    }

    private Trial restored(LocalPostgres postgres, String more) {
        return Trial.of(
                        """
                        databases:
                          shop: { host: 127.0.0.1, port: "%d", database: restored, user: %s, password: db }
                        checks:
                          it:
                            restored:
                              folder: "%s"
                              name: "shop_*"
                              database: shop
                              tables: [orders, empty]%s
                        """
                                .formatted(
                                        postgres.port(),
                                        postgres.user(),
                                        folder,
                                        more.isEmpty() ? "" : "\n      " + more.substring(2)))
                .files(folder)
                .secret("db", postgres.password());
    }

    private static void sql(LocalPostgres postgres, String sql) throws Exception {
        try (Connection c =
                        DriverManager.getConnection(
                                postgres.jdbcUrl("restored"),
                                postgres.user(),
                                postgres.password());
                Statement s = c.createStatement()) {
            s.execute(sql);
        }
    }

    @Test
    void a_dump_of_pg_dumps_own_format_is_unpacked_by_pg_restore() throws Exception {
        Path restore = Path.of("/usr/bin/pg_restore");
        assumeTrue(Files.isExecutable(restore), "postgresql-client is not installed");
        Path fake = folder.resolve("shop_1.dump");
        Files.write(fake, bytes("PGDMP but nothing more"));
        trial("").commands(restore.toString()).fails("pg_restore says");
        assertThat(List.of(folder.toFile().list())).containsExactly("shop_1.dump");
    }
}
