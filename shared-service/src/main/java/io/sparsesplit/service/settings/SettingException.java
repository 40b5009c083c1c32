package io.sparsesplit.service.settings;

/** A setting that contradicts another, or what it refers to. It never carries the value of a secret. */
public final class SettingException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String remedy;

    /**
     * With two sentences for whoever reads why the start failed.
     *
     * @param message what is wrong
     * @param remedy what to write instead
     */
    public SettingException(String message, String remedy) {
        super(message);
        this.remedy = remedy;
    }

    String remedy() {
        return remedy;
    }
}
