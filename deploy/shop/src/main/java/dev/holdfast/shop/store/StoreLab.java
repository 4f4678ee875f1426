package dev.holdfast.shop.store;

import dev.holdfast.local.LocalPostgres;
import dev.holdfast.shop.lab.Fresh;
import dev.holdfast.shop.lab.Lab;
import dev.holdfast.shop.lab.LabPlace;
import dev.holdfast.shop.lab.Program;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;

/// my-store's server: the API in Node.js under a real PM2, released from a real git repository,
/// with npm migrations on a real PostgreSQL.
public final class StoreLab implements Lab {
    private static final String GOOD = "1.4.1";
    private static final String DATABASE = "my_store";
    private static final String API = "my-store-api";
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss");

    private final LabPlace place;
    private final StoreHome home;
    private final LocalPostgres postgres;
    private final Pm2 pm2;
    private final Program program;
    private Path backup;

    private StoreLab(
            LabPlace place, StoreHome home, LocalPostgres postgres, Pm2 pm2, Program program) {
        this.place = place;
        this.home = home;
        this.postgres = postgres;
        this.pm2 = pm2;
        this.program = program;
        this.backup = home.backups().resolve("none.dump");
    }

    /// Opens the store in its good release, with last night's backup in its folder.
    public static Lab open(LabPlace place) throws IOException, InterruptedException {
        var home = new StoreHome(place.folder());
        Files.createDirectories(place.folder());
        Program.find("git", "my-store's lab, whose releases are git tags,");
        for (String client : new String[] {"pg_dump", "pg_restore"}) {
            var _ = Program.find(client, "my-store's lab");
        }
        Pm2 pm2 = Pm2.installed(home.log());
        Fresh.folder(place.folder().resolve("database"));
        var postgres =
                LocalPostgres.startForBackups(
                        place.folder().resolve("database"), place.database(), DATABASE);
        var program =
                new Program(
                        home.log(),
                        Map.of(
                                "PM2_HOME", home.pm2Home().toString(),
                                "MY_STORE_ENV", home.environmentFile().toString()));
        var lab = new StoreLab(place, home, postgres, pm2, program);
        try {
            lab.begin();
            return lab;
        } catch (IOException | InterruptedException e) {
            lab.close();
            throw e;
        }
    }

    private void begin() throws IOException, InterruptedException {
        home.write(
                """
                PORT=%d
                DATABASE_URL=postgres://%s:%s@127.0.0.1:%d/%s
                KEEPER=%d
                PM2=%s
                """
                        .formatted(
                                place.front(),
                                postgres.user(),
                                postgres.password(),
                                postgres.port(),
                                DATABASE,
                                ProcessHandle.current().pid(),
                                pm2.script()),
                postgres.password());
        pm2("kill");
        StoreSources.write(home.repository(), GOOD, program);
        if (!Files.isDirectory(home.rescue())) {
            program.run(
                    home.folder(),
                    "git",
                    "clone",
                    "--quiet",
                    home.repository().toString(),
                    home.rescue().toString());
        }
        home.build(GOOD, program);
        program.run(home.release(GOOD), "npm", "run", "db:migrate:up");
        home.switchTo(GOOD);
        pm2("start", home.ecosystem().toString());
        backUp();
    }

    /// Takes last night's backup: SQL in PostgreSQL's custom format, named by its time.
    private void backUp() throws IOException, InterruptedException {
        String stamp = LocalDateTime.now(ZoneOffset.UTC).format(STAMP);
        backup = home.backups().resolve("backup_%s.dump".formatted(stamp));
        var env = new HashMap<>(program.environment());
        env.put("PGPASSWORD", postgres.password());
        new Program(home.log(), env)
                .run(
                        home.backups(),
                        "pg_dump",
                        "--format=custom",
                        "--host=127.0.0.1",
                        "--port=" + postgres.port(),
                        "--username=" + postgres.user(),
                        "--file=" + backup,
                        DATABASE);
    }

    @Override
    public URI front() {
        return URI.create("http://127.0.0.1:" + place.front());
    }

    @Override
    public String good() {
        return GOOD;
    }

    @Override
    public LocalPostgres postgres() {
        return postgres;
    }

    @Override
    public Map<String, String> values() {
        return Map.ofEntries(
                Map.entry("store-home", home.folder().toString()),
                Map.entry("store-address", front().getAuthority()),
                Map.entry("store-url", front().toString()),
                Map.entry("url", front() + "/metrics"),
                Map.entry("pm2", pm2.script().toString()),
                Map.entry("npm", Program.find("npm", "my-store's lab").toString()),
                Map.entry("git", Program.find("git", "my-store's lab").toString()),
                Map.entry("db-host", "127.0.0.1"),
                Map.entry("db-port", Integer.toString(postgres.port())),
                Map.entry("db-name", DATABASE),
                Map.entry("db-user", postgres.user()),
                Map.entry("backup", backup.toString()),
                Map.entry("store-db", "file:" + home.passwordFile()));
    }

    @Override
    public void act(String act, Map<String, String> with) throws IOException, InterruptedException {
        switch (act) {
            case "deploy" -> deploy(Lab.needed(with, "release"));
            case "stop" -> pm2("stop", API);
            case "back-up" -> backUp();
            case "forget" -> forget(home.release(Lab.needed(with, "release")));
            default ->
                    throw new IllegalArgumentException(
                            "my-store knows the acts deploy, stop, back-up and forget, not " + act);
        }
    }

    /// As the team deploys: build, migrate, switch, restart.
    private void deploy(String version) throws IOException, InterruptedException {
        home.build(version, program);
        program.run(home.release(version), "npm", "run", "db:migrate:up");
        home.switchTo(version);
        pm2("restart", API);
    }

    /// A tidy colleague removes the folder of an old release.
    private void forget(Path release) throws IOException {
        if (Files.isDirectory(release)) {
            Files.move(release, home.folder().resolve("removed-" + System.nanoTime()));
        }
    }

    private void pm2(String... words) throws IOException, InterruptedException {
        var command = new java.util.ArrayList<String>();
        command.add(pm2.script().toString());
        command.addAll(java.util.List.of(words));
        program.run(home.folder(), command.toArray(String[]::new));
    }

    @Override
    public void close() {
        try {
            pm2("kill");
        } catch (IOException e) {
            System.err.println(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        postgres.close();
    }
}
