package coedit.web.rest;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.info.Info;

/** Where the REST interface is. */
@ApplicationPath("/api/v1")
@OpenAPIDefinition(info = @Info(title = "Coedit", version = "1"))
public class RestApplication extends Application {}
