# The packages travel with the application, built for the Python of the final image (3.13).
FROM python:3.13-slim-trixie AS build
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir --target=/app/packages -r requirements.txt
COPY app.py .

FROM gcr.io/distroless/python3-debian13:nonroot
WORKDIR /app
COPY --from=build /app /app
ENV PYTHONPATH=/app/packages
# The image's entrypoint is python3.
CMD ["app.py"]
