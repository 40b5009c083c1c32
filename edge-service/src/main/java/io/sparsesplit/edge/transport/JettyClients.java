package io.sparsesplit.edge.transport;

import java.time.Duration;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.ProxyAuthenticationProtocolHandler;
import org.eclipse.jetty.client.WWWAuthenticationProtocolHandler;
import org.eclipse.jetty.http.HttpCookieStore;

/** Starts and stops Jetty's HTTP clients between edge and cloud, which say and do no more than they are asked to. */
public final class JettyClients {

    private JettyClients() {}

    /**
     * Starts a client that follows no redirect, keeps no cookie, decodes no content, and does not name itself.
     *
     * @param maxConnections most connections
     * @param connectTimeout longest time to resolve a name, and to connect
     * @param idleTimeout longest time without a byte on a connection
     */
    public static void start(HttpClient http, int maxConnections, Duration connectTimeout, Duration idleTimeout) {
        http.setMaxConnectionsPerDestination(maxConnections);
        http.setConnectTimeout(connectTimeout.toMillis());
        http.setAddressResolutionTimeout(connectTimeout.toMillis());
        http.setIdleTimeout(idleTimeout.toMillis());
        http.setFollowRedirects(false);
        http.setUserAgentField(null);
        http.setHttpCookieStore(new HttpCookieStore.Empty());
        try {
            http.start();
        } catch (Exception e) {
            throw new IllegalStateException("HTTP cannot be started", e);
        }
        http.getContentDecoderFactories().clear();
        http.getProtocolHandlers().remove(WWWAuthenticationProtocolHandler.NAME);
        http.getProtocolHandlers().remove(ProxyAuthenticationProtocolHandler.NAME);
    }

    /** Stops a client and closes its connections. */
    public static void stop(HttpClient http) {
        try {
            http.stop();
        } catch (Exception e) {
            throw new IllegalStateException("HTTP cannot be stopped", e);
        }
    }
}
