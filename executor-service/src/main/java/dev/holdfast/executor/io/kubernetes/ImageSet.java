package dev.holdfast.executor.io.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// `kubernetes.image`: sets the images of containers that are named.
public final class ImageSet extends FieldAction {
    private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@-]{0,511}");

    public ImageSet(Clusters clusters) {
        super(
                clusters,
                "kubernetes.image",
                "images",
                ArgumentForm.needs("workload", ArgumentType.TEXT),
                ArgumentForm.needs("images", ArgumentType.TABLE));
    }

    @Override
    Ref ref(Call call, Api api) throws Wrong {
        return Workload.ref(api, call);
    }

    @Override
    String state(Call call, ObjectNode now) throws Wrong {
        Map<String, String> images = Workload.images(now.at("/spec/template"));
        Map<String, String> named = new TreeMap<>();
        for (String container : call.table("images").keySet()) {
            String image = images.get(container);
            if (image == null) {
                throw Wrong.given(
                        "there is no container '%s', only %s"
                                .formatted(container, images.keySet()));
            }
            named.put(container, image);
        }
        return Workload.shown(named);
    }

    @Override
    String wanted(Call call, ObjectNode now) throws Wrong {
        Map<String, String> wanted = new TreeMap<>(call.table("images"));
        for (String image : wanted.values()) {
            if (!IMAGE.matcher(image).matches()) {
                throw Wrong.given("'%s' is no name of an image".formatted(image));
            }
        }
        return Workload.shown(wanted);
    }

    @Override
    void set(Call call, ObjectNode object, String state) throws Wrong {
        Map<String, String> images = new TreeMap<>();
        for (String pair : state.split(" ")) {
            int at = pair.indexOf('=');
            images.put(pair.substring(0, Math.max(at, 0)), pair.substring(at + 1));
        }
        for (String list : List.of("containers", "initContainers")) {
            for (JsonNode c : object.at("/spec/template/spec").path(list)) {
                String image = images.get(c.path("name").asText());
                if (image != null && c instanceof ObjectNode container) {
                    container.put("image", image);
                }
            }
        }
    }
}
