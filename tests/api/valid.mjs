// The second validator: swagger-parser, with the schema of OpenAPI 3.1.
import SwaggerParser from "@apidevtools/swagger-parser";

try {
  await SwaggerParser.validate(process.argv[2]);
} catch (error) {
  console.error(String(error).slice(0, 4000));
  process.exit(1);
}
