package dev.holdfast.shop.cluster;

import dev.holdfast.local.LocalPostgres;
import dev.holdfast.shop.lab.Database;
import dev.holdfast.shop.lab.Lab;
import dev.holdfast.shop.lab.LabPlace;
import dev.holdfast.shop.lab.Program;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// A team's production on Kubernetes: the Deployment is real, and what its ready pods run is served.
public final class ClusterLab implements Lab {
    private static final Duration ROLLED_OUT = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 100;

    /// No image is ever pulled from it.
    private static final String REGISTRY = "registry.lab";

    private final Team team;
    private final LabPlace place;
    private final Cluster cluster;
    private final Database database;
    private final Kubelet kubelet;
    private final @Nullable Cloud cloud;
    private volatile boolean closed;

    /// What is different from team to team.
    ///
    /// @param image its last word is also the name of the container
    /// @param prefix of the pack's variables for the front: `backend` for `backend-url`
    /// @param secret the pack's name of the database's password
    record Team(
            String system,
            String deployment,
            String image,
            String database,
            String prefix,
            String secret,
            String good,
            String bad) {}

    private ClusterLab(
            Team team, LabPlace place, Cluster cluster, Database database, @Nullable Cloud cloud) {
        this.team = team;
        this.place = place;
        this.cluster = cluster;
        this.database = database;
        this.cloud = cloud;
        this.kubelet = new Kubelet(cluster, database, place.front(), Map.of(team.bad(), "bundle"));
    }

    /// ecommerce: Spring Boot on Kubernetes, played by the shop; its part of AWS where an emulator is.
    public static Lab ecommerce(LabPlace place) throws IOException, InterruptedException {
        String environment = "lab-" + Long.toString(System.currentTimeMillis(), 36);
        return open(
                new Team(
                        "ecommerce",
                        "ecommerce-backend",
                        REGISTRY + "/ecommerce-backend",
                        "ecommerce",
                        "backend",
                        "ecommerce-db",
                        "v1.9.0",
                        "v2.0.0"),
                place,
                Cloud.isThere() ? Cloud.connect(environment) : null);
    }

    /// mgmt-vibe: Node.js on Kubernetes, played by the shop.
    public static Lab vibe(LabPlace place) throws IOException, InterruptedException {
        return open(
                new Team(
                        "mgmt-vibe",
                        "mgmt-vibe-app",
                        REGISTRY + "/mgmt-vibe",
                        "mgmt_vibe",
                        "app",
                        "vibe-db",
                        "3.0.0",
                        "3.1.0"),
                place,
                null);
    }

    private static Lab open(Team team, LabPlace place, @Nullable Cloud cloud)
            throws IOException, InterruptedException {
        String lab = team.system() + "'s lab";
        for (String client : new String[] {"pg_dump", "pg_restore"}) {
            var _ = Program.find(client, lab);
        }
        Files.createDirectories(place.folder());
        Cluster cluster =
                Cluster.connect(
                        lab,
                        "%s-%s"
                                .formatted(
                                        team.system(),
                                        Long.toString(System.currentTimeMillis(), 36)),
                        team.deployment(),
                        team.image());
        var program = new Program(place.folder().resolve("lab.log"), Map.of());
        Database database = Database.fresh(place, team.database(), program);
        var opened = new ClusterLab(team, place, cluster, database, cloud);
        try {
            database.writePassword(opened.file("database-password"));
            opened.writeSecret("kubeconfig", cluster.kubeconfig());
            opened.writeSecret("admin-token", "admin-token-of-the-lab");
            cluster.begin(team.good());
            opened.awaitServed(team.good());
            database.dump(opened.backup());
            Files.writeString(opened.file("maintenance-mode.yaml"), cluster.maintenance());
            if (cloud != null) {
                cloud.begin(team.good());
            }
            return opened;
        } catch (IOException | InterruptedException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private Path file(String name) {
        return place.folder().resolve(name);
    }

    /// What its database held when the release that runs was about to be deployed.
    private Path backup() {
        return file("backups/latest.dump");
    }

    private void writeSecret(String name, String text) throws IOException {
        Files.deleteIfExists(file(name));
        Files.createFile(
                file(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file(name), text);
    }

    private void awaitServed(String version) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + ROLLED_OUT.toNanos();
        while (!kubelet.serves().equals(version)) {
            if (System.nanoTime() > deadline) {
                throw new IOException(
                        "'%s' is not served within %s; the ready pods run %s"
                                .formatted(version, ROLLED_OUT, cluster.ready()));
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    @Override
    public URI front() {
        return URI.create("http://127.0.0.1:" + place.front());
    }

    @Override
    public String good() {
        return team.good();
    }

    @Override
    public LocalPostgres postgres() {
        return database.postgres();
    }

    @Override
    public Map<String, String> values() {
        var values = new HashMap<String, String>();
        values.put("registry", REGISTRY);
        values.put("namespace", cluster.namespace());
        values.put("cluster-address", cluster.address());
        values.put("cluster", "file:" + file("kubeconfig"));
        values.put(team.prefix() + "-url", front().toString());
        values.put(team.prefix() + "-address", front().getAuthority());
        values.put("db-host", "127.0.0.1");
        values.put("db-port", Integer.toString(database.postgres().port()));
        values.put("db-name", database.postgres().database());
        values.put("db-user", database.postgres().user());
        values.put(team.secret(), "file:" + file("database-password"));
        values.put("admin-token", "file:" + file("admin-token"));
        values.put("home", place.folder().toString());
        if (cloud != null) {
            values.putAll(cloud.values());
        }
        return Map.copyOf(values);
    }

    @Override
    public void act(String act, Map<String, String> with) throws IOException, InterruptedException {
        switch (act) {
            case "deploy" -> deploy(Lab.needed(with, "release"));
            case "deploy-frontend" -> cloud().publish(Lab.needed(with, "release"));
            case "stop" -> {
                cluster.roll("crash", "Recreate");
                awaitServed("");
            }
            case "damage" -> damage();
            default ->
                    throw new IllegalArgumentException(
                            "%s knows the acts deploy, deploy-frontend, stop and damage, not %s"
                                    .formatted(team.system(), act));
        }
    }

    private void damage() throws IOException {
        database.damage();
        Cloud aws = cloud;
        if (aws != null) {
            Thread.ofPlatform().name("rds").daemon().start(() -> playRestore(aws));
        }
    }

    private Cloud cloud() throws IOException {
        if (cloud == null) {
            throw new IOException(
                    "%s's lab needs an emulator of AWS for this, and HOLDFAST_AWS_ENDPOINT names none"
                            .formatted(team.system()));
        }
        return cloud;
    }

    /// As the pipeline does: a snapshot, then the release.
    private void deploy(String version) throws IOException, InterruptedException {
        database.dump(backup());
        if (cloud != null) {
            cloud.snapshotBefore(version);
        }
        cluster.roll(version, "RollingUpdate");
        awaitServed(version);
    }

    /// No database runs behind an emulated instance: what a restored one would hold is put into ours,
    /// under the address that the team's name for it then has.
    private void playRestore(Cloud aws) {
        try {
            while (!closed && !aws.isRestored()) {
                Thread.sleep(LOOK_MILLIS);
            }
            if (!closed) {
                database.restore(backup());
            }
        } catch (IOException e) {
            System.err.println("rds: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        kubelet.close();
        cluster.close();
        if (cloud != null) {
            cloud.close();
        }
        database.close();
    }
}
