// Shows the document of the read API on its page, to read and to try: GET alone.

const place = document.getElementById("api");
const nothing = () => () => null;

// The page has its own heading, and a session is nothing that is typed in.
const withoutHead = () => ({
  wrapComponents: {
    InfoContainer: nothing,
    SchemesContainer: nothing,
    authorizeBtn: nothing,
    authorizeOperationBtn: nothing,
  },
});

if (place && window.SwaggerUIBundle) {
  window.SwaggerUIBundle({
    url: place.dataset.document,
    domNode: place,
    deepLinking: true,
    defaultModelsExpandDepth: 0,
    supportedSubmitMethods: ["get"],
    validatorUrl: null,
    plugins: [withoutHead],
  });
}
