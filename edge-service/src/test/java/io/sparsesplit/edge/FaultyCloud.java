package io.sparsesplit.edge;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;

/** A cloud that speaks HTTP well, both versions of it, but says other things than it should. */
final class FaultyCloud implements Closeable {

    /** What it says. */
    interface Saying {
        void answer(HttpServletResponse response) throws IOException;
    }

    private final Tomcat tomcat = new Tomcat();
    private final Connector connector = new Connector();

    FaultyCloud(Saying saying) {
        Logger.getLogger("org.apache").setLevel(Level.SEVERE);
        connector.setProperty("address", "127.0.0.1");
        connector.setPort(0);
        connector.addUpgradeProtocol(new Http2Protocol());
        tomcat.setBaseDir(System.getProperty("java.io.tmpdir"));
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "all", new Speaker(saying));
        context.addServletMappingDecoded("/*", "all");
        try {
            tomcat.start();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }

    /** It fails. */
    static void error500(HttpServletResponse response) throws IOException {
        response.setStatus(500);
        response.getOutputStream().write(new byte[] {'n', 'o'});
    }

    /** It never comes to an end. */
    static void endlessly(HttpServletResponse response) throws IOException {
        byte[] part = new byte[10_000];
        OutputStream out = response.getOutputStream();
        while (true) {
            out.write(part);
            out.flush();
        }
    }

    int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Speaker extends HttpServlet {

        private static final long serialVersionUID = 1;

        private final transient Saying saying;

        Speaker(Saying saying) {
            this.saying = saying;
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            request.getInputStream().readAllBytes();
            saying.answer(response);
        }
    }
}
