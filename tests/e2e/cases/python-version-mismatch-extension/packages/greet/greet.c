#include <Python.h>

static PyObject *greeting(PyObject *self, PyObject *arguments) {
    return PyUnicode_FromString("app is up");
}

static PyMethodDef methods[] = {{"greeting", greeting, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "greet", NULL, -1, methods};

PyMODINIT_FUNC PyInit_greet(void) {
    return PyModule_Create(&module);
}
