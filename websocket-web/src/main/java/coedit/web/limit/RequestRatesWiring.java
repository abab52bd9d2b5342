package coedit.web.limit;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/** Reads the rates once for all requests of this server. */
@Dependent
class RequestRatesWiring {

  @Produces
  @Singleton
  RequestRates rates(Config config) {
    return RequestRates.read(config);
  }
}
