package io.sparsesplit.service.catalog;

import io.sparsesplit.service.settings.ModelProperties;
import io.sparsesplit.service.settings.SettingException;
import java.util.List;

/**
 * Which versions of a model are to be loaded.
 *
 * @param name as it is configured, for example {@code latest-2}
 * @param count most versions
 * @param listed only these, the default first; when empty, the newest there are
 */
record VersionPolicy(String name, int count, List<String> listed) {

    private static final String LATEST = "latest";

    /** The policy of the settings, which must fit into the number of versions loaded. */
    static VersionPolicy of(ModelProperties settings) {
        VersionPolicy policy = settings.policy().startsWith(LATEST)
                ? new VersionPolicy(settings.policy(), count(settings.policy()), List.of())
                : specific(settings.versions().isEmpty() ? List.of(settings.version()) : settings.versions());
        if (policy.count > settings.maxHeld()) {
            throw new SettingException(
                    "The policy of sparsesplit.model wants %d versions held, but sparsesplit.model.max-held is %d."
                            .formatted(policy.count, settings.maxHeld()),
                    "Write sparsesplit.model.max-held as %d or more, up to 16, or want fewer versions."
                            .formatted(policy.count));
        }
        return policy;
    }

    private static VersionPolicy specific(List<String> versions) {
        List<String> distinct = versions.stream().distinct().toList();
        return new VersionPolicy("specific", distinct.size(), distinct);
    }

    private static int count(String policy) {
        return policy.equals(LATEST) ? 1 : Integer.parseInt(policy.substring(LATEST.length() + 1));
    }

    /**
     * The versions in order of preference; the first {@link #count} that can be used are to be loaded.
     *
     * @param newestFirst those that there are
     */
    List<String> candidates(List<String> newestFirst) {
        return listed.isEmpty() ? newestFirst : listed;
    }
}
