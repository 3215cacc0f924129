// Where the page is served while somebody writes: it is loaded anew when the section has changed.
new EventSource('/events').onmessage = () => location.reload();
