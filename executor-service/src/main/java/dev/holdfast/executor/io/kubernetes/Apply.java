package dev.holdfast.executor.io.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.io.place.Places;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// `kubernetes.apply`: applies the manifests of a file by server-side apply. Fields that others own are
/// an obstacle, unless `force: true`. Only objects of the call's own namespace.
public final class Apply extends ContentAction {
    private static final int MOST = 1 << 20;

    public Apply(Clusters clusters) {
        super(
                clusters,
                "kubernetes.apply",
                ArgumentForm.needs("manifest", ArgumentType.PATH),
                ArgumentForm.takes("force", ArgumentType.FLAG),
                Records.PLACE);
    }

    @Override
    List<Ref> refs(Call call, Api api) throws Wrong {
        return List.copyOf(manifests(call, api).keySet());
    }

    private static Map<Ref, ObjectNode> manifests(Call call, Api api) throws Wrong {
        String file = call.text("manifest");
        Optional<String> wrong = Places.wrong(call.allowed(), file);
        if (wrong.isPresent()) {
            throw Wrong.given(wrong.get());
        }
        Map<Ref, ObjectNode> all = new LinkedHashMap<>();
        for (ObjectNode object : Manifests.all(text(Path.of(file)), file)) {
            String namespace = object.at("/metadata/namespace").asText(api.namespace());
            if (!namespace.equals(api.namespace())) {
                throw Wrong.given(
                        "%s names namespace %s, not %s"
                                .formatted(file, namespace, api.namespace()));
            }
            all.put(ref(api, object), object);
        }
        return all;
    }

    private static Ref ref(Api api, ObjectNode object) throws Wrong {
        String kind = object.path("kind").asText();
        String version = object.path("apiVersion").asText();
        Optional<Kind> known =
                Kind.of(kind.toLowerCase(Locale.ROOT)).filter(k -> k.apiVersion().equals(version));
        return Ref.named(
                known.isPresent() ? known.get() : api.kind(version, kind),
                api.namespace(),
                object.at("/metadata/name").asText());
    }

    private static String text(Path file) throws Wrong {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST + 1);
            if (bytes.length > MOST) {
                throw Wrong.given("%s is over 1 MiB".formatted(file));
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw Wrong.given(
                    "%s cannot be read (%s)".formatted(file, e.getClass().getSimpleName()));
        }
    }

    @Override
    Optional<ObjectNode> one(Site site, Ref ref, Optional<ObjectNode> now, Api.Run run)
            throws Wrong {
        ObjectNode object = manifests(site.call(), site.api()).get(ref);
        if (object == null) {
            throw Wrong.given("%s is not in the manifest any more".formatted(ref));
        }
        boolean force = site.call().text("force", "false").equals("true");
        return Optional.of(site.api().apply(ref, site.mark().put(object.deepCopy()), force, run));
    }
}
